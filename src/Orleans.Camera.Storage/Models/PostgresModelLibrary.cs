using Npgsql;
using NpgsqlTypes;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Storage.PostgreSql;

namespace Orleans.Camera.Storage.Models;

internal sealed class PostgresModelLibrary(PostgresDatabase database, TimeProvider time) : IModelLibrary
{
    public Task<IReadOnlyList<PublishedModel>> ListAsync(CancellationToken cancellationToken) =>
        database.CallAsync<IReadOnlyList<PublishedModel>>(connection => SelectAsync(connection, new NpgsqlCommand(ModelSql.List + " order by m.name")), cancellationToken);

    public async Task<PublishedModel?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var command = Command(ModelSql.Find, name);
        var found = await database.CallAsync(connection => SelectAsync(connection, command), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public Task<byte[]?> ReadAsync(string sha256, int number, CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            using var command = Command(ModelSql.Read, sha256);
            CommitCommand.Add(command.Parameters, number);
            command.Connection = connection;
            return (byte[]?)await command.ExecuteScalarAsync().ConfigureAwait(false);
        },
        cancellationToken);

    public async Task BeginAsync(string sha256, long size, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = Microseconds.Of(now - ModelSql.Forgotten);
        var begin = Command(ModelSql.Begin, sha256);
        CommitCommand.Add(begin.Parameters, size);
        CommitCommand.Add(begin.Parameters, Microseconds.Of(now));
        await RunAsync(Command(ModelSql.ForgetOldParts, oldest), cancellationToken).ConfigureAwait(false);
        await RunAsync(Command(ModelSql.ForgetOldFiles, oldest), cancellationToken).ConfigureAwait(false);
        await RunAsync(begin, cancellationToken).ConfigureAwait(false);
        await RunAsync(Command(ModelSql.ForgetParts, sha256), cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> WriteAsync(string sha256, int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var command = Command(ModelSql.Write, sha256);
        CommitCommand.Add(command.Parameters, number);
        CommitCommand.Add(command.Parameters, NpgsqlDbType.Bytea, part);
        return await RunAsync(command, cancellationToken).ConfigureAwait(false) > 0;
    }

    public async Task<bool> PublishAsync(PublishedModel model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var publish = Command(ModelSql.Publish, model.Name);
        CommitCommand.Add(publish.Parameters, model.Sha256);
        CommitCommand.Add(publish.Parameters, model.Manifest);
        await RunAsync(Command(ModelSql.Complete, model.Sha256), cancellationToken).ConfigureAwait(false);
        return await RunAsync(publish, cancellationToken).ConfigureAwait(false) > 0;
    }

    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var command = Command(ModelSql.Remove, name);
        var file = await database.CallAsync(
            async connection =>
            {
                using var ending = command;
                command.Connection = connection;
                return (string?)await command.ExecuteScalarAsync().ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return false;
        }

        await RunAsync(Command(ModelSql.RemoveParts, file), cancellationToken).ConfigureAwait(false);
        await RunAsync(Command(ModelSql.RemoveFile, file), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static NpgsqlCommand Command<T>(string sql, T first)
    {
        var command = new NpgsqlCommand(sql);
        CommitCommand.Add(command.Parameters, first);
        return command;
    }

    private Task<int> RunAsync(NpgsqlCommand command, CancellationToken cancellationToken) => database.CallAsync(
        async connection =>
        {
            using var ending = command;
            command.Connection = connection;
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<PublishedModel>> SelectAsync(NpgsqlConnection connection, NpgsqlCommand command)
    {
        using var ending = command;
        command.Connection = connection;
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var found = new List<PublishedModel>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            found.Add(new PublishedModel(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)));
        }

        return found;
    }
}
