using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>The cables between silos: what is sent arrives later, in order, or not before the cable is mended.</summary>
internal sealed class Network(World world)
{
    private readonly HashSet<(string, string)> _cuts = [];
    private readonly Dictionary<(string, string), TimeSpan> _arrivals = [];
    private readonly List<(string From, string To, Node Node, Action Act)> _held = [];

    /// <summary>Who listens, by address.</summary>
    public Dictionary<SiloAddress, SimWire> Wires { get; } = [];

    /// <summary>The longest that a word takes, in seconds.</summary>
    public double Slowest { get; set; } = 0.002;

    public bool IsCut(string one, string other) => _cuts.Contains(Cable(one, other));

    public void Cut(string one, string other) => _cuts.Add(Cable(one, other));

    public void Mend()
    {
        _cuts.Clear();
        var held = _held.ToArray();
        _held.Clear();
        foreach (var (from, to, node, act) in held)
        {
            Send(from, to, node, act);
        }
    }

    /// <summary>Has something happen on the node where it arrives.</summary>
    public void Send(string from, string to, Node node, Action act)
    {
        if (IsCut(from, to))
        {
            _held.Add((from, to, node, act));
            return;
        }

        var arrival = world.Now + world.Between(0.0001, Slowest);
        var before = _arrivals.GetValueOrDefault((from, to));
        arrival = arrival > before ? arrival : before;
        _arrivals[(from, to)] = arrival;
        world.After(arrival - world.Now, node, act);
    }

    private static (string, string) Cable(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
}
