using System.Collections;
using System.Net;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>The configuration of one silo, checked. What each key means is told in <c>silo-config/README.md</c>.</summary>
public sealed record SiloSettings
{
    public required string ClusterId { get; init; }

    public required string ServiceId { get; init; }

    public required string SiloName { get; init; }

    public required IPAddress Address { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required string Region { get; init; }

    /// <summary>GPUs of which no driver tells.</summary>
    public required IReadOnlyList<SiloDevice> Devices { get; init; }

    /// <summary>Where the silo keeps its files.</summary>
    public required string State { get; init; }

    /// <summary>Whether the store and the list of silos lie in PostgreSQL; else in SQLite and in the memory of this one process.</summary>
    public required bool IsCluster { get; init; }

    public required string StoreFile { get; init; }

    public required string ConnectionString { get; init; }

    /// <summary>How much one live camera may keep on disk while the store is away.</summary>
    public required long SpoolBytes { get; init; }

    /// <summary>The file of cameras to begin with; empty where there is none.</summary>
    public required string Cameras { get; init; }

    public required IReadOnlyList<string> SourceRoots { get; init; }

    /// <summary>Networks that are not public and may be sources.</summary>
    public required IReadOnlyList<IPNetwork> PrivateSources { get; init; }

    public required IReadOnlyList<string> SourceSchemes { get; init; }

    /// <summary>See <see cref="SettingTable.Coalesce"/>; zero: never.</summary>
    public required TimeSpan Coalesce { get; init; }

    public required string SealKey { get; init; }

    /// <summary>The file with the key that signs tokens.</summary>
    public required string TokenKey { get; init; }

    /// <summary>The file with a caller's token; empty where there is none.</summary>
    public string Token { get; init; } = "";

    /// <summary>How connections are encrypted; null where they are not.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Whether each model runs in a child process.</summary>
    public required bool IsIsolated { get; init; }

    /// <summary>Most memory of such a child process, in bytes.</summary>
    public required long IsolationMemory { get; init; }

    /// <summary>How pictures go to workers.</summary>
    public required WorkerOptions Workers { get; init; }

    /// <summary>Child processes that work on pictures.</summary>
    public required int PictureProcesses { get; init; }

    /// <summary>Pictures that may wait for one.</summary>
    public required int PictureQueue { get; init; }

    /// <summary>Most memory of each, in bytes.</summary>
    public required long PictureMemory { get; init; }

    public required TimeSpan ProbeTimeout { get; init; }

    public required TimeSpan MaxProbeTimeout { get; init; }

    public required int MissedProbes { get; init; }

    public required int Votes { get; init; }

    public required TimeSpan TableRefresh { get; init; }

    public required AlertOptions Alerts { get; init; }

    public required string LogLevel { get; init; }

    /// <summary>Reads texts in their order, and the environment before the last ones; the later one wins.</summary>
    /// <param name="texts">Files, mostly.</param>
    /// <param name="environment">As of <see cref="System.Environment.GetEnvironmentVariables()"/>.</param>
    /// <param name="demands">What the command line demands, which wins over the environment.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all faults are named.</exception>
    public static SiloSettings Read(IEnumerable<ConfigurationText> texts, IDictionary environment, params ConfigurationText[] demands)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(demands);
        var reader = new SettingReader();
        foreach (var text in texts)
        {
            reader.Read(text);
        }

        reader.ReadEnvironment(environment);
        foreach (var text in demands)
        {
            reader.Read(text);
        }

        return SettingRules.Check(reader) is { } settings ? settings : throw ConfigurationException.Of(reader.Faults);
    }
}
