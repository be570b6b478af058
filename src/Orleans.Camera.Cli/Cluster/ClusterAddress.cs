using System.Text.Json;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>Where a cluster of this machine is found: a file in its state folder, for its owner's eyes alone.</summary>
internal sealed record ClusterAddress
{
    private const string FileName = "cluster.json";
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    public required string ClusterId { get; init; }

    public required string ServiceId { get; init; }

    /// <summary>Where the one process of a cluster without a database listens; null where silos are found in the database.</summary>
    public int? GatewayPort { get; init; }

    /// <summary>To the database in which silos are found.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>How connections are encrypted; null where they are not.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>The file with the key that signs tokens; only its owner's commands can read it.</summary>
    public string TokenKey { get; init; } = "";

    /// <summary>The file with the token that commands show; empty where they sign their own.</summary>
    public string Token { get; init; } = "";

    public IReadOnlyList<KnownProcess> Processes { get; init; } = [];

    /// <summary>How many silos there are to be.</summary>
    public int Silos { get; init; }

    /// <summary>What they were configured with.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Starts again what dies of them; null where nobody does.</summary>
    public KnownProcess? Keeper { get; init; }

    /// <returns>Null where there is none.</returns>
    /// <exception cref="ClusterException">The file is damaged.</exception>
    public static ClusterAddress? Read(string state)
    {
        var path = Path.Combine(state, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ClusterAddress>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException fault)
        {
            throw new ClusterException($"{path} is damaged ({fault.Message}): end what runs there, and delete it", fault);
        }
    }

    /// <summary>As a silo's configuration says it.</summary>
    public static ClusterAddress Of(SiloSettings settings) => new()
    {
        ClusterId = settings.ClusterId,
        ServiceId = settings.ServiceId,
        GatewayPort = settings.IsCluster ? null : settings.GatewayPort,
        ConnectionString = settings.IsCluster ? settings.ConnectionString : null,
        Tls = settings.Tls,
        TokenKey = settings.TokenKey,
        Token = settings.Token,
    };

    public void Write(string state)
    {
        StateFolder.Create(state);
        var draft = Path.Combine(state, $".{FileName}.{Environment.ProcessId}");
        PrivateFile.Write(draft, JsonSerializer.SerializeToUtf8Bytes(this, Form));
        File.Move(draft, Path.Combine(state, FileName), overwrite: true);
    }

    public static void Delete(string state) => File.Delete(Path.Combine(state, FileName));
}

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(content);
    }
}
