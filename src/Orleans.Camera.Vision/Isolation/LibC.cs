using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>What the base class library does not offer: memory shared with a child, descriptors handed to it, its end.</summary>
internal static unsafe partial class LibC
{
    public const int Kill = 9;
    private const int CloseOnExec = 0x80000;
    private const int DuplicateAbove = 1030;
    private const int AddSeals = 1033;
    private const int SealShrinkGrowSeal = 1 | 2 | 4;
    private const uint MemoryCloseOnExec = 1;
    private const uint MemoryMaySeal = 2;
    private const int ReadWrite = 3;
    private const int Shared = 1;
    private const int Interrupted = 4;
    private const int FirstHighDescriptor = 10;

    /// <summary>The user in whose name this process acts; 0 is root.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>
    /// Memory without a name in any folder, whose size nobody can change any more: a child that cut it short would kill
    /// this process at the next look into it.
    /// </summary>
    public static SafeFileHandle CreateMemory(string name, long bytes)
    {
        var memory = new SafeFileHandle(Check(MemoryFile(name, MemoryCloseOnExec | MemoryMaySeal), "memfd_create"), ownsHandle: true);
        Check(Truncate(memory, bytes), "ftruncate");
        Check(Fcntl(memory, AddSeals, SealShrinkGrowSeal), "sealing the memory");
        return memory;
    }

    /// <summary>Maps memory into this process.</summary>
    public static nint Map(SafeFileHandle memory, long bytes)
    {
        var address = MapMemory(0, (nuint)bytes, ReadWrite, Shared, memory, 0);
        return address == -1 ? throw Fault("mmap") : address;
    }

    public static void Unmap(nint address, long bytes) => _ = UnmapMemory(address, (nuint)bytes);

    /// <summary>A pipe that no child inherits by accident, with descriptors above those that a child is given.</summary>
    public static (SafePipeHandle Reader, SafePipeHandle Writer) Pipe()
    {
        var ends = stackalloc int[2];
        Check(Pipe2(ends, CloseOnExec), "pipe2");
        using var reader = new SafePipeHandle(ends[0], ownsHandle: true);
        using var writer = new SafePipeHandle(ends[1], ownsHandle: true);
        return (High(reader), High(writer));
    }

    /// <summary>Writes everything.</summary>
    /// <returns>False where nobody reads any more.</returns>
    public static bool Write(SafePipeHandle pipe, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var written = 0;
            while (written < bytes.Length)
            {
                var count = WriteSome(pipe, start + written, (nuint)(bytes.Length - written));
                if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                {
                    return false;
                }

                written += (int)Math.Max(0, count);
            }
        }

        return true;
    }

    /// <summary>Waits for the end of an own child and reaps it: its exit status, or 128 + the signal's number.</summary>
    public static int WaitForEnd(int child)
    {
        int status;
        int reaped;
        do
        {
            reaped = WaitFor(child, &status, 0);
        }
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        var signal = status & 0x7f;
        return reaped < 0 ? 0 : signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Signal(int process, int signal);

    public static int Check(int result, string what) => result >= 0 ? result : throw Fault(what);

    private static IOException Fault(string what) =>
        new($"{what} failed ({new Win32Exception(Marshal.GetLastPInvokeError()).Message})");

    private static SafePipeHandle High(SafePipeHandle pipe) =>
        new(Check(Fcntl(pipe, DuplicateAbove, FirstHighDescriptor), "fcntl"), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteSome(SafePipeHandle pipe, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int child, int* status, int options);
}
