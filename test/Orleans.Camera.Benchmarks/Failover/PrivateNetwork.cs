using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Has this program begin anew in a network of its own, which the system takes away with its last process.</summary>
/// <remarks>
/// Nothing has a name there, and nothing is left behind: not even by a bench that was killed. The process keeps its number,
/// so that whoever ends it ends the right one.
/// </remarks>
internal static partial class PrivateNetwork
{
    private const string Mark = "CAMERA_BENCH_NETWORK";
    private static readonly string[] Needed = ["unshare", "nsenter", "ip"];

    /// <summary>Does not return, unless this process is there already.</summary>
    /// <exception cref="NoNetworkException">It is not allowed here.</exception>
    public static async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Mark) is not null)
        {
            return;
        }

        await CheckAsync(cancellationToken);
        string?[] command =
        [
            "unshare", "--net", "--", "env", $"{Mark}=own", Environment.ProcessPath!, typeof(PrivateNetwork).Assembly.Location,
            .. Environment.GetCommandLineArgs().Skip(1), null,
        ];
        _ = Execute(command[0]!, command);
        throw new NoNetworkException($"unshare could not be begun (error {Marshal.GetLastPInvokeError()})");
    }

    private static async Task CheckAsync(CancellationToken cancellationToken)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").ToList();
        foreach (var program in Needed.Where(program => !folders.Exists(folder => File.Exists(Path.Combine(folder, program)))))
        {
            throw new NoNetworkException($"{program} is missing: apt-get install iproute2 util-linux");
        }

        // A bridge as well: a kernel may allow the one and not have the other.
        var (exitCode, errors) = await Shell.TryAsync(["unshare", "--net", "--", "ip", "link", "add", "bridge", "type", "bridge"], cancellationToken);
        if (exitCode != 0)
        {
            throw new NoNetworkException($"this user or this system may not have network namespaces of its own ({errors}): run it as root");
        }
    }

    [LibraryImport("libc", EntryPoint = "execvp", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string program, string?[] arguments);
}

/// <summary>A silo cannot be cut off on this machine. The message says why.</summary>
internal sealed class NoNetworkException(string reason)
    : Exception($"--fault cut is not possible here: {reason}");

/// <summary>Programs that change the machine's network, and end at once.</summary>
internal static class Shell
{
    /// <exception cref="BenchException">It failed.</exception>
    public static async Task RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var (exitCode, errors) = await TryAsync(command, cancellationToken);
        if (exitCode != 0)
        {
            throw new BenchException($"{string.Join(' ', command)}: {errors}");
        }
    }

    public static async Task<(int ExitCode, string Errors)> TryAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, errors.Trim());
    }
}
