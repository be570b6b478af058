using System.Runtime.InteropServices;

namespace Orleans.Camera.Placement.Machines;

/// <summary>What the processors had worked for the present thread at one moment, by the kernel's own account.</summary>
public readonly partial struct ThreadTime
{
    private const int OfThisThread = 3;
    private readonly int _thread;
    private readonly TimeSpan _used;

    private ThreadTime(int thread, TimeSpan used) => (_thread, _used) = (thread, used);

    public static ThreadTime Now => new(Environment.CurrentManagedThreadId, Used());

    /// <summary>What they have worked for it since; null where another thread asks, whose own work that is not.</summary>
    public TimeSpan? Elapsed => Environment.CurrentManagedThreadId == _thread ? Used() - _used : null;

    private static TimeSpan Used() => GetTime(OfThisThread, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : TimeSpan.Zero;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out KernelTime time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct KernelTime
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
