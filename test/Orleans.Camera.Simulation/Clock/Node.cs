namespace Orleans.Camera.Simulation.Clock;

/// <summary>Where something happens: a process that can be frozen and killed, or the world outside, which cannot.</summary>
internal sealed class Node(string name)
{
    public string Name => name;

    public bool IsDead { get; set; }

    public bool IsFrozen { get; set; }

    /// <summary>What has come due while it was frozen, in order.</summary>
    public List<Due> Held { get; } = [];

    public override string ToString() => name;
}

/// <summary>Something that happens at a moment, unless it is cancelled before.</summary>
internal sealed class Due(Node node, Action act)
{
    public Node Node => node;

    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;

    public void Run() => act();
}
