using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Camera.Vision.Processes;

/// <summary>What the base class library does not offer for pipes: their size, and waiting for one of two with a time limit.</summary>
internal static partial class Pipes
{
    private const int SetPipeSize = 1031;
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const ulong BytesInPipe = 0x541B;

    /// <summary>Asks for a larger pipe; the kernel may refuse, and then it stays as it is.</summary>
    public static void Enlarge(SafePipeHandle pipe, int bytes) => _ = Fcntl(pipe, SetPipeSize, bytes);

    /// <summary>How many bytes wait in the pipe.</summary>
    public static int Waiting(SafePipeHandle pipe) => IoControl(pipe, BytesInPipe, out var bytes) == 0 ? bytes : 0;

    /// <summary>Reads what there is; waits for the first byte. 0 at the end of the pipe.</summary>
    public static unsafe int Read(SafePipeHandle pipe, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var read = Read(pipe, start, (nuint)buffer.Length);
                if (read >= 0)
                {
                    return (int)read;
                }

                if (Marshal.GetLastPInvokeError() is var error and not Interrupted)
                {
                    throw new IOException(new Win32Exception(error).Message);
                }
            }
        }
    }

    /// <summary>Waits until one of two pipes has bytes or has ended.</summary>
    /// <param name="milliseconds">How long at most; -1 for ever.</param>
    /// <returns>Which of them are ready; neither when the time is over.</returns>
    public static unsafe (bool First, bool Second) Wait(SafePipeHandle first, SafePipeHandle? second, int milliseconds)
    {
        var waits = stackalloc PollFd[2];
        waits[0] = new PollFd { Descriptor = (int)first.DangerousGetHandle(), Events = Readable };
        waits[1] = new PollFd { Descriptor = (int)(second?.DangerousGetHandle() ?? -1), Events = Readable };
        while (Poll(waits, 2, milliseconds) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var error and not Interrupted)
            {
                throw new IOException(new Win32Exception(error).Message);
            }
        }

        return (waits[0].Happened != 0, waits[1].Happened != 0);
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafePipeHandle pipe, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafePipeHandle pipe, ulong request, out int bytes);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(SafePipeHandle pipe, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollFd* waits, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
