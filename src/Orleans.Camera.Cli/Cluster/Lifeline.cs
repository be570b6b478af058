using System.Diagnostics;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>
/// Holds processes that must not outlive this one, however it ends: beside each of them a guard waits at a pipe of which
/// this process has the other end, and kills it when that end is closed, which the system does even after <c>kill -9</c>.
/// </summary>
/// <remarks>
/// A process that is stopped cannot end itself, and a database cannot be taught to, so that somebody else has to do it. The
/// guard is a child of what it guards and goes with it, so that it never meets a stranger that was given the same number.
/// </remarks>
internal sealed class Lifeline : IDisposable
{
    // Children of a stopped database are stopped too, and would stay. The guard itself is one of the children.
    private const string Guard =
        """
        read -r _
        [ "$PPID" = "$1" ] || exit 0
        for child in $(cat "/proc/$1/task/$1/children"); do [ "$child" = $$ ] || kill -9 "$child"; done
        kill -9 "$1"
        """;

    private readonly List<Process> _held = [];

    /// <summary>A program and its arguments that begins a guard for itself and then becomes another program.</summary>
    /// <param name="log">Where both write to.</param>
    public static IEnumerable<string> Harness(string log) =>
    [
        "sh", "-c", "log=$0 guard=$1; shift; exec 3<&0 </dev/null >>\"$log\" 2>&1; setpriv --pdeathsig KILL sh -c \"$guard\" guard $$ <&3 & exec \"$@\" 3<&-",
        log, Guard,
    ];

    /// <summary>Holds a process that was begun with <see cref="Harness"/> and whose standard input is a pipe.</summary>
    public void Hold(Process process) => _held.Add(process);

    /// <summary>Ends all of them at once.</summary>
    public void Dispose()
    {
        foreach (var process in _held)
        {
            process.StandardInput.Dispose();
            process.Dispose();
        }

        _held.Clear();
    }
}
