using System.Data.Common;
using Microsoft.Data.Sqlite;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Sqlite;

/// <summary>
/// One file, one process, one connection: calls come one after the other, on the thread pool because each may wait for the
/// disk. The file stays locked while it is open, so that no second process can count into it.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int BusySeconds = 2;

    /// <summary>One by one: the driver forgets the faults of what follows a statement that returns rows.</summary>
    private static readonly string[] _settings =
        ["pragma locking_mode = exclusive", "pragma journal_mode = wal", "pragma synchronous = full", "begin immediate", "commit"];

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _path;
    private SqliteConnection? _connection;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    public SqliteDatabase(StoreOptions options) => _path = Path.GetFullPath(options.Path);

    /// <exception cref="StoreUnavailableException">The file cannot be used: another process has it, the disk is full or broken.</exception>
    /// <exception cref="StoreConflictException">A rule of the schema is broken.</exception>
    public async Task<T> CallAsync<T>(Func<SqliteConnection, T> call, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Call(call), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The one connection, for changes of the schema: closing what this returns lets others go on.</summary>
    public async Task<DbConnection> OpenLockedAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = await Task.Run(() => Call(static opened => opened), CancellationToken.None).ConfigureAwait(false);
            _connection = null;
            connection.Disposed += (_, _) => _gate.Release();
            return connection;
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _connection?.Dispose();
        _gate.Dispose();
    }

    private T Call<T>(Func<SqliteConnection, T> call)
    {
        try
        {
            return call(_connection ??= Open());
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new StoreConflictException($"{_path} refuses: {exception.Message} Nothing was stored.", exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode != SQLitePCL.raw.SQLITE_ERROR)
        {
            // Whatever was under way is decided when the file is opened again.
            _connection?.Dispose();
            _connection = null;
            throw new StoreUnavailableException(
                exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED
                    ? $"{_path} is in use by another process: one silo at a time can use it. Stop the other one, or use PostgreSQL."
                    : $"{_path} cannot be used: {exception.Message}",
                exception);
        }
    }

    private SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var settings = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = BusySeconds };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            foreach (var setting in _settings)
            {
                connection.Run(setting);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
