using System.Globalization;
using System.IO.Pipes;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Processes;
using Xunit;

namespace Orleans.Camera.Testing.Servers;

/// <summary>
/// A real PostgreSQL of our own on loopback, in a folder that goes away with it, which can be frozen, stopped and
/// started again. Whoever connects is trusted. It needs Debian's package <c>postgresql</c>.
/// </summary>
/// <remarks>PostgreSQL refuses to run as root: there it runs as the user <c>postgres</c>.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _creating = new(1);
    private readonly string _folder;
    private ChildProcess _process = null!;
    private Task _log = Task.CompletedTask;
    private int _databases;

    private PostgresServer(string folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <summary>To the database <c>postgres</c>, which is always there.</summary>
    public string ConnectionString => To("postgres");

    private static string Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Max(StringComparer.Ordinal)!, "bin")
        : "";

    /// <summary>Makes a new server and waits until it answers.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = (await RunAsync("mktemp", "-d", "-t", "camera-postgres-XXXXXX")).Trim();
        await RunAsync(
            Path.Combine(Programs, "initdb"), "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        var server = new PostgresServer(folder, FreePort.Take());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes an empty database and returns the connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await _creating.WaitAsync();
        try
        {
            await RunAsync(Path.Combine(Programs, "createdb"), "-h", _folder, "-p", $"{Port}", "-U", "postgres", name);
        }
        finally
        {
            _creating.Release();
        }

        return To(name);
    }

    /// <summary>Freezes it with all its connections: they stay open, new ones can be made, and nothing comes.</summary>
    public void Pause() => ForAll(Signals.Stop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => ForAll(Signals.Continue);

    /// <summary>Ends it and all connections: new ones are refused.</summary>
    public async Task StopAsync()
    {
        Signals.Interrupt(_process.Id);
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _log;
    }

    /// <summary>Ends it at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        // Frozen first, so that none of its processes outlives it with a lock on its data.
        Pause();
        foreach (var child in Children())
        {
            Signals.Kill(child);
        }

        Signals.Kill(_process.Id);
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _log;
    }

    /// <summary>Starts it on its port with its data, after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder}", "max_connections=200",
            "shared_buffers=32MB", "fsync=off", "log_checkpoints=off",
        ];
        string[] arguments = ["-D", $"{_folder}/data", .. settings.SelectMany(setting => new[] { "-c", setting })];

        // The death signal is set again, because a change of user takes it away. Only here: it comes when the thread ends
        // that started the process, and any other thread of a test may end before its process does.
        string[] command = [.. AsPostgres, "setpriv", "--pdeathsig", "KILL", "--", Path.Combine(Programs, "postgres"), .. arguments];
        _process = ChildProcess.Start(command[0], command[1..], ChildStreams.Error);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _log = FollowAsync(new AnonymousPipeClientStream(PipeDirection.In, _process.Error!), ready);
        await ready.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process.WaitForExit(TimeSpan.Zero) is null)
        {
            Resume();
            await StopAsync();
        }

        _process.Dispose();
        _creating.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] AsPostgres { get; } = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        : ["env"];

    private static async Task<string> RunAsync(params string[] command)
    {
        string[] all = [.. AsPostgres, .. command];
        var run = await ProgramRun.OfAsync(all[0], all[1..], start => start.WorkingDirectory = "/");
        return run.ExitCode == 0 ? run.Text : throw new InvalidOperationException($"{command[0]}: {run.Error}");
    }

    /// <summary>Reads the server's log to its end, and tells when it says that it is ready, or that it has ended.</summary>
    private static async Task FollowAsync(Stream stream, TaskCompletionSource ready)
    {
        using var reader = new StreamReader(stream);
        var last = "no line";
        while (await reader.ReadLineAsync() is { } line)
        {
            last = line;
            if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        ready.TrySetException(new InvalidOperationException($"PostgreSQL ended: {last}"));
    }

    private string To(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>The server first: it begins no process while it is frozen.</summary>
    private void ForAll(Action<int> send)
    {
        send(_process.Id);
        foreach (var child in Children())
        {
            try
            {
                send(child);
            }
            catch (InvalidOperationException) when (!Directory.Exists($"/proc/{child}"))
            {
                // A session that has ended meanwhile.
            }
        }
    }

    private int[] Children() =>
    [
        .. File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];
}

/// <summary>One server for all tests of a collection: each test makes a database of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
