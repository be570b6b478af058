using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Camera.Vision.Processes;

/// <summary>
/// A helper program, started without a shell, that cannot outlive this process and cannot take more memory than it is
/// given.
/// </summary>
/// <remarks>
/// The kernel kills the child when the thread that started it ends (<c>PR_SET_PDEATHSIG</c>, set by
/// <c>setpriv</c>), also when this process is killed with -9. Because that is bound to the <em>thread</em>, every child
/// is started by <see cref="SpawnThread"/>, which never ends. The child has a session of its own, so that Ctrl-C on the
/// terminal reaches this process alone, which then decides. The child gets a small environment of its own: FFmpeg takes
/// proxies, report files and more from it.
/// </remarks>
public sealed class ChildProcess : IDisposable
{
    private static readonly string[] PassedOn = ["PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "FONTCONFIG_PATH"];

    private readonly Process _process;

    private ChildProcess(Process process, ChildStreams streams)
    {
        _process = process;
        Output = streams.HasFlag(ChildStreams.Output) ? Handle(process.StandardOutput) : null;
        Error = streams.HasFlag(ChildStreams.Error) ? Handle(process.StandardError) : null;
        Input = streams.HasFlag(ChildStreams.Input) ? process.StandardInput.BaseStream : null;
    }

    /// <summary>The process number, for tests and logs.</summary>
    public int Id => _process.Id;

    /// <summary>The reading end of the child's standard output; null when it was not asked for.</summary>
    public SafePipeHandle? Output { get; }

    /// <summary>The reading end of the child's standard error; null when it was not asked for.</summary>
    public SafePipeHandle? Error { get; }

    /// <summary>The writing end of the child's standard input; null when it was not asked for.</summary>
    public Stream? Input { get; }

    /// <summary>Starts <paramref name="program"/>.</summary>
    /// <param name="program">Name or path of the program; looked up in PATH.</param>
    /// <param name="arguments">Handed over one by one, never through a shell.</param>
    /// <param name="streams">Which standard streams are pipes; the others are this process's own, and an input that is
    /// neither asked for nor inherited is empty.</param>
    /// <param name="memoryLimit">Most bytes of address space the child may have.</param>
    /// <param name="yields">How much nicer than this process the child is, from 0 to 19: see nice(1).</param>
    /// <exception cref="System.ComponentModel.Win32Exception"><c>setsid</c> of util-linux cannot be started.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, ChildStreams streams, long memoryLimit = 4L << 30, int yields = 0)
    {
        var info = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = !streams.HasFlag(ChildStreams.InheritInput),
            RedirectStandardOutput = streams.HasFlag(ChildStreams.Output),
            RedirectStandardError = streams.HasFlag(ChildStreams.Error),
            UseShellExecute = false,
        };
        string[] harness =
        [
            "nice", "-n", yields.ToString(CultureInfo.InvariantCulture), "setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--", "prlimit", $"--as={memoryLimit}", "--core=0", "--", program,
        ];
        foreach (var argument in harness.Concat(arguments))
        {
            info.ArgumentList.Add(argument);
        }

        RestrictEnvironment(info);
        var process = SpawnThread.Run(() => Process.Start(info)!);
        if (info.RedirectStandardInput && !streams.HasFlag(ChildStreams.Input))
        {
            process.StandardInput.Close();
        }

        return new ChildProcess(process, streams);
    }

    /// <summary>Ends the child at once, also when it is stopped or hangs. Does nothing when it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended and nobody is there to be killed.
        }
    }

    /// <summary>Waits for the end and returns the exit status: 128 + the signal's number when a signal ended it.</summary>
    /// <returns>The status, or null when the child has not ended in time.</returns>
    public int? WaitForExit(TimeSpan timeout) => _process.WaitForExit(timeout) ? _process.ExitCode : null;

    /// <summary>Waits for the end without holding a thread, and returns the exit status.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Kills the child if it still runs, reaps it and closes the pipes.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        Output?.Dispose();
        Error?.Dispose();
        _process.Dispose();
    }

    private static SafePipeHandle Handle(StreamReader reader) => ((PipeStream)reader.BaseStream).SafePipeHandle;

    private static void RestrictEnvironment(ProcessStartInfo info)
    {
        var kept = PassedOn
            .Select(name => (name, value: Environment.GetEnvironmentVariable(name)))
            .Where(pair => pair.value is not null)
            .ToList();
        info.Environment.Clear();
        info.Environment["LC_ALL"] = "C.UTF-8";
        info.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        foreach (var (name, value) in kept)
        {
            info.Environment[name] = value;
        }
    }
}

/// <summary>Which standard streams of a child are pipes to this process.</summary>
[Flags]
public enum ChildStreams
{
    None = 0,
    Input = 1,
    Output = 2,
    Error = 4,

    /// <summary>The child reads this process's own standard input.</summary>
    InheritInput = 8,
}
