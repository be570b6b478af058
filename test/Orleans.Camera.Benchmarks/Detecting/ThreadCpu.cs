using System.Runtime.InteropServices;

namespace Orleans.Camera.Benchmarks.Detecting;

/// <summary>CPU time of the calling thread, to the nanosecond. The detection path runs on one thread.</summary>
internal static partial class ThreadCpu
{
    private const int ThreadClock = 3;

    public static TimeSpan Now => GetTime(ThreadClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : throw new InvalidOperationException($"clock_gettime failed with error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
