using System.Runtime.InteropServices;

namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>The calls of Linux that the meter needs. Numbers are those of the 64-bit Linux ABI.</summary>
internal static partial class LibC
{
    public const int WithoutWaiting = 1;
    private const int RusageChildren = -1;
    private const int SetChildSubreaper = 36;
    private const int TerminationSignal = 15;

    /// <summary>From now on, a descendant whose parent has died becomes a child of this process.</summary>
    public static void AdoptOrphans() => _ = Prctl(SetChildSubreaper, 1, 0, 0, 0);

    /// <summary>CPU time, user and system, of all children that were waited for, and of theirs.</summary>
    public static TimeSpan CpuOfReapedChildren()
    {
        if (GetResourceUsage(RusageChildren, out var usage) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with error {Marshal.GetLastPInvokeError()}.");
        }

        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds)
            + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    /// <returns>A reaped child's id; 0 where children live but none has ended; -1 where there are none.</returns>
    public static int ReapAny(int options) => WaitPid(-1, out _, options);

    /// <summary>Sends SIGTERM.</summary>
    public static void AskToEnd(int processId) => _ = Kill(processId, TerminationSignal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
