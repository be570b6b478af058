using System.Runtime.InteropServices;

namespace Orleans.Camera.Cli.Output;

/// <summary>
/// Standard output without the comforts of <see cref="Console"/>, which hides that the reader has gone: a count would then
/// run on for nobody. A <see cref="FileStream"/> will not do either: it keeps a position of its own, and two programs that
/// write to one file would overwrite each other.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int InterruptedCall = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const int WholeTimeout = -1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="BrokenPipeException">The reader has gone.</exception>
    /// <exception cref="IOException">The disk is full, for example.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(1, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case InterruptedCall:
                    break;
                case TryAgain:
                    WaitUntilWritable();
                    break;
                case BrokenPipe:
                    throw new BrokenPipeException();
                case var error:
                    throw new IOException($"standard output cannot be written: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    private static void WaitUntilWritable()
    {
        const short Writable = 4;
        var entry = new PollEntry { Descriptor = 1, Events = Writable };
        _ = Poll(ref entry, 1, WholeTimeout);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
