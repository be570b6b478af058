using System.Collections;
using Microsoft.Win32.SafeHandles;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>One life of a child process: its pipes, its signals, its end.</summary>
/// <remarks>
/// What holds it in: a network of its own without interfaces where this process may make one, no new privileges, as root
/// no capabilities either, no core dumps, a limit on its private memory, and the kernel kills it with this process. The
/// child itself adds a filter of system calls; see <see cref="Sandbox"/>.
/// </remarks>
internal sealed class WorkerChild : IDisposable
{
    private static readonly string[] PassedOn = ["PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "DOTNET_ROOT"];

    /// <summary>As the kernel counts for programs, the same on every Linux.</summary>
    private const int TicksPerSecond = 100;

    private readonly Lock _gate = new();
    private readonly Lock _inputGate = new(); // not the other one: a child that reads nothing must still be killed
    private readonly SafePipeHandle _input;
    private bool _isInputOpen = true;
    private int? _status;

    private WorkerChild(int id, SafePipeHandle input, SafePipeHandle output, SafePipeHandle error)
    {
        Id = id;
        _input = input;
        Output = output;
        Error = error;
    }

    public int Id { get; }

    public SafePipeHandle Output { get; }

    public SafePipeHandle Error { get; }

    /// <summary>Why it was killed by this process; null where it was not.</summary>
    public string? KilledFor { get; private set; }

    /// <param name="command">The program and its arguments.</param>
    /// <param name="memory">Is its descriptor 3.</param>
    /// <param name="mostMemory">In bytes.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static WorkerChild Start(IReadOnlyList<string> command, SharedMemory memory, long mostMemory)
    {
        var (theirInput, input) = LibC.Pipe();
        var (output, theirOutput) = LibC.Pipe();
        var (error, theirError) = LibC.Pipe();
        using (theirInput)
        using (theirOutput)
        using (theirError)
        {
            try
            {
                string[] all = [.. Harness(mostMemory), .. command];
                var variables = Environment(mostMemory);

                // The kernel kills the child when the thread that started it ends: this one never does.
                var id = SpawnThread.Run(() => PosixSpawn.Start(all, variables, theirInput, theirOutput, theirError, memory.File));
                return new WorkerChild(id, input, output, error);
            }
            catch
            {
                input.Dispose();
                output.Dispose();
                error.Dispose();
                throw;
            }
        }
    }

    /// <returns>False where it does not listen any more.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        lock (_inputGate)
        {
            return _isInputOpen && LibC.Write(_input, bytes);
        }
    }

    /// <summary>Tells it that nothing follows: it finishes what it has, and ends.</summary>
    public void CloseInput()
    {
        lock (_inputGate)
        {
            _isInputOpen = false;
            _input.Dispose();
        }
    }

    /// <param name="reason">For messages, to go on after "it".</param>
    public void Kill(string? reason = null)
    {
        lock (_gate)
        {
            if (_status is null)
            {
                KilledFor ??= reason;
                _ = LibC.Signal(Id, LibC.Kill);
            }
        }
    }

    /// <summary>Kills what is left of it, and reaps it.</summary>
    /// <returns>Its exit status, or 128 + the signal's number.</returns>
    public int End()
    {
        Kill();
        var status = _status ?? LibC.WaitForEnd(Id);
        lock (_gate)
        {
            _status = status;
        }

        return status;
    }

    /// <summary>What it occupies in memory, in bytes; 0 where it has ended.</summary>
    public long Memory()
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return 0;
            }

            try
            {
                var columns = File.ReadAllText($"/proc/{Id}/statm").Split(' ');
                return columns.Length > 1 && long.TryParse(columns[1], out var pages) ? pages * System.Environment.SystemPageSize : 0;
            }
            catch (IOException)
            {
                return 0; // it has just ended
            }
        }
    }

    /// <summary>What processors have worked for it; nothing where it has ended.</summary>
    public TimeSpan CpuTime()
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return TimeSpan.Zero;
            }

            try
            {
                // Behind the name, which may hold anything, come the state and the columns from the fourth on; the times are the 14th and the 15th.
                var text = File.ReadAllText($"/proc/{Id}/stat");
                var columns = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return columns.Length > 12 && long.TryParse(columns[11], out var user) && long.TryParse(columns[12], out var system)
                    ? TimeSpan.FromSeconds((double)(user + system) / TicksPerSecond)
                    : TimeSpan.Zero;
            }
            catch (IOException)
            {
                return TimeSpan.Zero; // it has just ended
            }
        }
    }

    public void Dispose()
    {
        CloseInput();
        End();
        Output.Dispose();
        Error.Dispose();
    }

    private static IEnumerable<string> Harness(long mostMemory)
    {
        string[] network = NetworkNamespace.IsAllowed ? ["unshare", "--net", "--"] : [];
        string[] capabilities = LibC.EffectiveUser() == 0 ? ["--bounding-set", "-all", "--inh-caps", "-all"] : [];
        return
        [
            .. network, "setpriv", "--pdeathsig", "KILL", "--no-new-privs", .. capabilities, "--",
            "prlimit", $"--data={mostMemory}", "--core=0", "--",
        ];
    }

    private static List<string> Environment(long mostMemory)
    {
        List<string> variables =
        [
            "LC_ALL=C.UTF-8", "DOTNET_NOLOGO=1", "DOTNET_EnableDiagnostics=0", "DOTNET_gcServer=0", "DOTNET_gcConcurrent=0",
            "DOTNET_TieredCompilation=1", "DOTNET_TieredPGO=0", "MALLOC_ARENA_MAX=2",
            FormattableString.Invariant($"DOTNET_GCHeapHardLimit={Math.Min(mostMemory / 4, 512L << 20):x}"),
        ];
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (PassedOn.Contains((string)variable.Key, StringComparer.Ordinal))
            {
                variables.Add($"{variable.Key}={variable.Value}");
            }
        }

        return variables;
    }
}
