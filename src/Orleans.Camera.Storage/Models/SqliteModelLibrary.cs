using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Storage.Sqlite;

namespace Orleans.Camera.Storage.Models;

internal sealed class SqliteModelLibrary(SqliteDatabase database, TimeProvider time) : IModelLibrary
{
    public Task<IReadOnlyList<PublishedModel>> ListAsync(CancellationToken cancellationToken) =>
        database.CallAsync<IReadOnlyList<PublishedModel>>(connection => Select(connection.Command(ModelSql.List + " order by m.name")), cancellationToken);

    public async Task<PublishedModel?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await database.CallAsync(connection => Select(connection.Command(ModelSql.Find, name)), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public Task<byte[]?> ReadAsync(string sha256, int number, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            using var command = connection.Command(ModelSql.Read, sha256, number);
            return (byte[]?)command.ExecuteScalar();
        },
        cancellationToken);

    public Task BeginAsync(string sha256, long size, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            var now = time.GetUtcNow();
            var oldest = Microseconds.Of(now - ModelSql.Forgotten);
            connection.Run(ModelSql.ForgetOldParts, oldest);
            connection.Run(ModelSql.ForgetOldFiles, oldest);
            connection.Run(ModelSql.Begin, sha256, size, Microseconds.Of(now));
            return connection.Run(ModelSql.ForgetParts, sha256);
        },
        cancellationToken);

    public Task<bool> WriteAsync(string sha256, int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var bytes = part.ToArray();
        return database.CallAsync(connection => connection.Run(ModelSql.Write, sha256, number, bytes) > 0, cancellationToken);
    }

    public Task<bool> PublishAsync(PublishedModel model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.CallAsync(
            connection =>
            {
                connection.Run(ModelSql.Complete, model.Sha256);
                return connection.Run(ModelSql.Publish, model.Name, model.Sha256, model.Manifest) > 0;
            },
            cancellationToken);
    }

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) => database.CallAsync(
        connection =>
        {
            using var command = connection.Command(ModelSql.Remove, name);
            if (command.ExecuteScalar() is not string file)
            {
                return false;
            }

            connection.Run(ModelSql.RemoveParts, file);
            connection.Run(ModelSql.RemoveFile, file);
            return true;
        },
        cancellationToken);

    private static List<PublishedModel> Select(SqliteCommand command)
    {
        using var ending = command;
        using var reader = command.ExecuteReader();
        var found = new List<PublishedModel>();
        while (reader.Read())
        {
            found.Add(new PublishedModel(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)));
        }

        return found;
    }
}
