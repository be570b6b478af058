namespace Orleans.Camera.Cli.Cluster;

/// <summary>What the processes of a cluster stand on: by themselves and on loopback, unless somebody says otherwise.</summary>
internal sealed record ClusterGround
{
    /// <summary>Ends them with this process; null where they outlive it.</summary>
    public Lifeline? Lifeline { get; init; }

    /// <summary>The place of a process in the network, by its name.</summary>
    public Func<string, NetworkPlace> PlaceOf { get; init; } = _ => NetworkPlace.Loopback;

    /// <summary>Configuration of one silo alone, by its name, besides that of all.</summary>
    public Func<string, IReadOnlyList<string>> FilesOf { get; init; } = _ => [];
}

/// <param name="Address">Where the process listens.</param>
/// <param name="Enter">A program and arguments that become another program in that place; empty for this process's own place.</param>
internal sealed record NetworkPlace(string Address, IReadOnlyList<string> Enter)
{
    public static NetworkPlace Loopback { get; } = new("127.0.0.1", []);
}
