using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Camera.Testing.Servers;

/// <summary>Signals to processes that a test started, and the end of processes that it did not.</summary>
public static partial class Signals
{
    private const int InterruptSignal = 2;
    private const int KillSignal = 9;
    private const int TerminateSignal = 15;
    private const int ContinueSignal = 18;
    private const int StopSignal = 19;
    private const nint PidfdOpen = 434;

    public static void Kill(int processId) => Send(processId, KillSignal);

    public static void Interrupt(int processId) => Send(processId, InterruptSignal);

    public static void Terminate(int processId) => Send(processId, TerminateSignal);

    public static void Stop(int processId) => Send(processId, StopSignal);

    public static void Continue(int processId) => Send(processId, ContinueSignal);

    /// <summary>Waits for the end of any process, also of one that is no child of this one.</summary>
    /// <returns>Whether it has ended in time.</returns>
    public static unsafe bool WaitForEnd(int processId, TimeSpan limit)
    {
        var descriptor = (int)SystemCall(PidfdOpen, processId, 0);
        if (descriptor < 0)
        {
            return true;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var wait = new PollFd { Descriptor = descriptor, Events = 1 };
        return Poll(&wait, 1, (int)limit.TotalMilliseconds) > 0;
    }

    private static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) != 0)
        {
            throw new InvalidOperationException($"Process {processId} cannot be sent signal {signal}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollFd* waits, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
