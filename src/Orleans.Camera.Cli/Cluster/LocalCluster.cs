using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>Silos as processes of this machine, with a PostgreSQL of their own: started, ended and killed, nothing else.</summary>
/// <param name="state">Its folder.</param>
/// <param name="console">Told what takes long.</param>
/// <param name="ground">What its processes stand on; null for loopback, and to outlive this one.</param>
internal sealed class LocalCluster(string state, CommandConsole console, ClusterGround? ground = null)
{
    /// <summary>Name of the database among the processes.</summary>
    public const string Database = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ClusterGround _ground = ground ?? new ClusterGround();

    /// <summary>Starts what does not run yet: the database, and silos up to a number.</summary>
    /// <param name="count">How many silos.</param>
    /// <param name="files">Configuration of all silos.</param>
    /// <param name="cancellationToken">Ends the wait; what runs then goes on.</param>
    /// <exception cref="ClusterException">Something does not start.</exception>
    public async Task<ClusterAddress> StartAsync(int count, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        StateFolder.Create(state);
        Directory.CreateDirectory(Path.Combine(state, "logs"));
        var postgres = new PrivatePostgres(state, _ground.PlaceOf(Database), _ground.Lifeline, console);
        var connection = await postgres.CreateAsync(cancellationToken);
        var known = ClusterAddress.Read(state);
        if (known is { ConnectionString: null } && known.Processes.Any(process => process.IsAlive))
        {
            throw new ClusterException($"'camera up' runs in {state}: end it, or give another --state");
        }

        var settings = SettingsOf(files, connection);
        var address = new ClusterAddress
        {
            ClusterId = "camera",
            ServiceId = "camera",
            ConnectionString = connection,
            Tls = settings.Tls,
            TokenKey = settings.TokenKey,
            Processes = [.. (known?.Processes ?? []).Where(process => process.IsAlive)],
            Silos = Math.Max(count, known?.Silos ?? 0),
            Files = [.. files.Select(Path.GetFullPath)],
            Keeper = known?.Keeper,
        };
        if (!address.Processes.Any(process => process.Name == Database))
        {
            address = Add(address, await postgres.StartAsync(connection, cancellationToken));
        }

        foreach (var name in Enumerable.Range(1, count).Select(NameOf).Where(name => !address.Processes.Any(process => process.Name == name)))
        {
            address = Add(address, await StartSiloAsync(name, connection, files, cancellationToken));
        }

        return address;
    }

    /// <summary>Begins to start again what dies, unless that is done already.</summary>
    /// <exception cref="ClusterException">The keeper does not start.</exception>
    public async Task<ClusterAddress> KeepAsync(ClusterAddress address, CancellationToken cancellationToken)
    {
        if (address.Keeper is { IsAlive: true })
        {
            return address;
        }

        string[] command = [.. Itself, "cluster", "keep", "--state", state];
        var log = Path.Combine(state, "logs", "keeper.log");
        var kept = address with { Keeper = await DetachedProcess.StartAsync("keeper", command, log, ClusterKeeper.Sign, lifeline: null, console, cancellationToken) };
        kept.Write(state);
        return kept;
    }

    /// <summary>Ends the silos in good order, then the database.</summary>
    /// <returns>What ran.</returns>
    /// <exception cref="ClusterException">One of them does not end.</exception>
    public async Task<IReadOnlyList<KnownProcess>> StopAsync(CancellationToken cancellationToken)
    {
        var address = Require();
        address.Keeper?.Send(PosixSignal.SIGTERM);
        var processes = address.Processes.Where(process => process.IsAlive).ToList();
        var silos = processes.Where(process => process.Name != Database).ToList();
        silos.ForEach(silo => silo.Send(PosixSignal.SIGTERM));
        await EndAsync(silos, cancellationToken);
        var database = processes.Where(process => process.Name == Database).ToList();
        database.ForEach(server => server.Send(PosixSignal.SIGINT));
        await EndAsync(database, cancellationToken);
        ClusterAddress.Delete(state);
        return processes;
    }

    /// <summary>Ends one silo at once, as a power cut does.</summary>
    /// <param name="number">From 1.</param>
    /// <exception cref="ClusterException">It does not run.</exception>
    public KnownProcess Kill(int number)
    {
        var silo = Require().Processes.FirstOrDefault(process => process.Name == NameOf(number) && process.IsAlive)
            ?? throw new ClusterException($"there is no {NameOf(number)} that runs in {state}: see camera cluster status");
        silo.Kill();
        return silo;
    }

    /// <exception cref="ClusterException">There is none.</exception>
    public ClusterAddress Require() => ClusterAddress.Read(state) is { ConnectionString: not null } address
        ? address
        : throw new ClusterException($"there is no cluster in {state}: start one with 'camera cluster start'");

    /// <summary>Name of a silo among the processes, from 1.</summary>
    public static string NameOf(int number) => $"silo-{number}";

    /// <summary>The database and so many silos.</summary>
    public static IEnumerable<string> NamesOf(int silos) => Enumerable.Range(1, silos).Select(NameOf).Prepend(Database);

    private ClusterAddress Add(ClusterAddress address, KnownProcess process)
    {
        var more = address with { Processes = [.. address.Processes, process] };
        more.Write(state);
        return more;
    }

    private Task<KnownProcess> StartSiloAsync(string name, string connection, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var own = Path.Combine(state, $"{name}.json");
        var ports = PortsBefore(own) is { } before && FreePort.IsFree(before) ? before : FreePort.Some(2);
        var place = _ground.PlaceOf(name);
        var configuration = new JsonObject
        {
            ["Camera"] = new JsonObject
            {
                ["Cluster"] = new JsonObject { ["Id"] = "camera", ["Service"] = "camera", ["Silo"] = name },
                ["Endpoints"] = new JsonObject { ["Address"] = place.Address, ["SiloPort"] = ports[0], ["GatewayPort"] = ports[1] },
                ["Store"] = StoreOf(connection),
                ["State"] = state,
            },
        };
        PrivateFile.Write(own, JsonBytes(configuration));
        var defaults = Path.Combine(state, "defaults.json");
        PrivateFile.Write(defaults, JsonBytes(new JsonObject { ["Camera"] = Defaults.OfCommand() }));
        string[] command = [.. place.Enter, .. Itself, "silo", "--config", defaults, .. files.Concat(_ground.FilesOf(name)).Select(Path.GetFullPath), own];
        return DetachedProcess.StartAsync(name, command, Path.Combine(state, "logs", $"{name}.log"), "READY ", _ground.Lifeline, console, cancellationToken);
    }

    /// <summary>
    /// A silo that is started again listens where it did before, as on a machine of its own: so the others know at once that
    /// the one before is dead, even where too few are left to vote.
    /// </summary>
    private static int[]? PortsBefore(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var endpoints = JsonNode.Parse(File.ReadAllBytes(file))?["Camera"]?["Endpoints"];
        return endpoints is null ? null : [(int)endpoints["SiloPort"]!, (int)endpoints["GatewayPort"]!];
    }

    /// <exception cref="ConfigurationException">The files have faults, which are told before anything starts.</exception>
    private SiloSettings SettingsOf(IReadOnlyList<string> files, string connection) => SiloSettings.Read(
        files.Select(ConfigurationText.OfFile),
        Environment.GetEnvironmentVariables(),
        ConfigurationText.OfCommand("cluster", new JsonObject { ["Store"] = StoreOf(connection), ["State"] = state }));

    private static JsonObject StoreOf(string connection) => new() { ["Provider"] = "postgresql", ["ConnectionString"] = connection };

    private static byte[] JsonBytes(JsonObject json) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(json);

    private static string[] Itself => [Environment.ProcessPath!, typeof(LocalCluster).Assembly.Location];

    private async Task EndAsync(List<KnownProcess> processes, CancellationToken cancellationToken)
    {
        foreach (var process in processes)
        {
            if (!await process.WaitForEndAsync(Patience, console.Time, cancellationToken))
            {
                throw new ClusterException($"{process.Name} (process {process.Id}) did not end within {Patience.TotalSeconds:0} s");
            }
        }
    }
}
