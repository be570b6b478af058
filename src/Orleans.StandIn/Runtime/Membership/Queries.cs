using System.Collections.Frozen;
using System.Data;
using System.Data.Common;
using Npgsql;

namespace Orleans.Runtime;

/// <summary>
/// A PostgreSQL database and the statements of its table <c>OrleansQuery</c>, which are read once: the same contract
/// that Orleans' ADO.NET providers have, so that one schema serves both engines.
/// </summary>
internal sealed class Queries : IAsyncDisposable
{
    /// <summary>A frozen database must not hold anything up for longer.</summary>
    private const int LimitSeconds = 5;
    private const int MaxAttempts = 5;
    private readonly NpgsqlDataSource _database;
    private readonly Lock _lock = new();
    private Task<FrozenDictionary<string, string>>? _texts;

    public Queries(string invariant, string? connectionString)
    {
        if (invariant != "Npgsql")
        {
            throw new OrleansConfigurationException($"The driver '{invariant}' is not known: use 'Npgsql'.");
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString) { CancellationTimeout = -1 };
        settings.Timeout = Math.Min(settings.Timeout, LimitSeconds);
        settings.CommandTimeout = Math.Min(settings.CommandTimeout, LimitSeconds);
        _database = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Runs the statement of that key.</summary>
    public async Task<List<T>> RunAsync<T>(
        string key, Func<DbDataReader, T> read, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        var texts = await TextsAsync(cancellation).ConfigureAwait(false);
        return await RunTextAsync(
            texts.GetValueOrDefault(key) ?? throw new OrleansConfigurationException($"The table OrleansQuery has no '{key}'."),
            read,
            cancellation,
            parameters).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a statement of this engine's own. Connections that broke while they lay in the pool are passed over: a
    /// statement may so run twice, which all of them bear.
    /// </summary>
    public async Task<List<T>> RunTextAsync<T>(
        string text, Func<DbDataReader, T> read, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(text, read, parameters, cancellation).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (attempt < MaxAttempts && IsBroken(exception))
            {
                // After a restart of the database all that lie there are broken, which may be more than there are attempts.
                _database.Clear();
            }
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>The server ended the connection (57P01, 57P02), or it was gone.</summary>
    private static bool IsBroken(NpgsqlException exception) =>
        exception.SqlState is "57P01" or "57P02" || exception.InnerException is IOException;

    private async Task<List<T>> RunOnceAsync<T>(
        string text, Func<DbDataReader, T> read, (string Name, object? Value)[] parameters, CancellationToken cancellation)
    {
        using var command = _database.CreateCommand(text);
        foreach (var (name, value) in parameters)
        {
            var parameter = new NpgsqlParameter(name, value ?? DBNull.Value);
            if (value is null)
            {
                parameter.DbType = DbType.String;
            }

            command.Parameters.Add(parameter);
        }

        var rows = new List<T>();
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }
        }

        return rows;
    }

    private async Task<FrozenDictionary<string, string>> TextsAsync(CancellationToken cancellation)
    {
        Task<FrozenDictionary<string, string>> texts;
        lock (_lock)
        {
            texts = _texts is { IsFaulted: false, IsCanceled: false } ? _texts : _texts = ReadAsync(cancellation);
        }

        return await texts.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<FrozenDictionary<string, string>> ReadAsync(CancellationToken cancellation)
    {
        var rows = await RunTextAsync(
            "SELECT QueryKey, QueryText FROM OrleansQuery",
            row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
            cancellation).ConfigureAwait(false);
        return rows.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
