namespace Orleans.Camera.Storage;

public enum StoreProvider
{
    /// <summary>One file, for a cluster of one process.</summary>
    Sqlite = 0,

    PostgreSql = 1,
}

/// <summary>Where counts lie. Never shown as a whole: the connection string holds a password.</summary>
public sealed class StoreOptions
{
    public StoreProvider Provider { get; init; }

    /// <summary>Of PostgreSQL, as Npgsql reads it. Time-outs, pool and <c>Options</c> of the session are set by the store.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>The file of SQLite; made where it is missing, its folder too.</summary>
    public string Path { get; init; } = "";

    /// <summary>The file with the key that seals the addresses of sources: 32 bytes in base 64. The same on every silo.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Whether a missing key file is made, readable by its owner only. For one machine: other silos need the same key.</summary>
    public bool MayCreateKey { get; init; }

    /// <summary>How long one call of PostgreSQL may take before the store counts as unavailable, 0.5..60 s.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(3);
}
