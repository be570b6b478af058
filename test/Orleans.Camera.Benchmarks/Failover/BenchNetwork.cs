using System.Diagnostics;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>
/// A place in the network for each silo and for the database, joined by a bridge in this process's own place, so that
/// anything can be kept from anything else.
/// </summary>
/// <remarks>
/// To cut two places apart, each is told a hardware address of the other that nobody has. Packets go out and arrive nowhere,
/// as where a switch has failed: nobody is refused and no link goes down.
/// </remarks>
internal sealed class BenchNetwork : IDisposable
{
    private const string Bridge = "camera";
    private const string Nobody = "02:00:00:00:00:99";
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Makes the places.</summary>
    /// <param name="names">Of the processes that will stand there.</param>
    /// <exception cref="BenchException">The system refuses.</exception>
    public static async Task<BenchNetwork> CreateAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var network = new BenchNetwork();
        try
        {
            await IpAsync("link set lo up", cancellationToken);
            await IpAsync($"link add {Bridge} type bridge", cancellationToken);
            await IpAsync($"address add {AddressOf(1)}/24 dev {Bridge}", cancellationToken);
            await IpAsync($"link set {Bridge} up", cancellationToken);
            foreach (var (name, number) in names.Select((name, index) => (name, index + 10)))
            {
                network._places[name] = await PlaceAsync(number, cancellationToken);
            }

            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public NetworkPlace PlaceOf(string name) => new(_places[name].Address, _places[name].Enter);

    /// <summary>From now on nothing passes between one place and some others.</summary>
    public async Task CutAsync(string one, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        foreach (var other in others)
        {
            await HideAsync(_places[other], from: _places[one], cancellationToken);
            await HideAsync(_places[one], from: _places[other], cancellationToken);
        }
    }

    public async Task HealAsync(string one, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        foreach (var other in others)
        {
            await ShowAsync(_places[other], to: _places[one], cancellationToken);
            await ShowAsync(_places[one], to: _places[other], cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var place in _places.Values)
        {
            place.Keeper.StandardInput.Dispose();
            place.Keeper.Dispose();
        }
    }

    private static async Task<Place> PlaceAsync(int number, CancellationToken cancellationToken)
    {
        // It keeps the place while no silo runs there, and ends when this process does, whose end of the pipe closes then.
        var keeper = Process.Start(new ProcessStartInfo("unshare", ["--net", "--", "sh", "-c", "echo; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        await keeper.StandardOutput.ReadLineAsync(cancellationToken);
        var place = new Place(AddressOf(number), keeper);
        var link = $"camera-{number}";
        await IpAsync($"link add {link} type veth peer name eth0 netns {keeper.Id}", cancellationToken);
        await IpAsync($"link set {link} master {Bridge} up", cancellationToken);
        await IpAsync("link set lo up", cancellationToken, place);
        await IpAsync($"address add {place.Address}/24 dev eth0", cancellationToken, place);
        await IpAsync("link set eth0 up", cancellationToken, place);
        return place;
    }

    private static string AddressOf(int number) => $"10.213.77.{number}";

    private static Task HideAsync(Place hidden, Place from, CancellationToken cancellationToken) =>
        IpAsync($"neighbour replace {hidden.Address} lladdr {Nobody} nud permanent dev eth0", cancellationToken, from);

    private static Task ShowAsync(Place hidden, Place to, CancellationToken cancellationToken) =>
        IpAsync($"neighbour del {hidden.Address} dev eth0", cancellationToken, to);

    private static Task IpAsync(string arguments, CancellationToken cancellationToken, Place? place = null) =>
        Shell.RunAsync([.. place?.Enter ?? [], "ip", .. arguments.Split(' ')], cancellationToken);

    private sealed record Place(string Address, Process Keeper)
    {
        public IReadOnlyList<string> Enter { get; } = ["nsenter", $"--net=/proc/{Keeper.Id}/ns/net", "--"];
    }
}
