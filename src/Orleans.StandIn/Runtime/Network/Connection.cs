using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Channels;

namespace Orleans.Runtime;

/// <summary>
/// One connection: requests of both sides, many at a time, and their answers. A frame is a head of 13 bytes (length of
/// the rest, kind, number) and a body. Requests leave in the order in which they were made, and begin in it.
/// </summary>
internal sealed class Connection(
    string peer, IDuplexPipe pipe, Action abort, Answer answer, TimeProvider time)
{
    /// <summary>What a body may have at most, in bytes: Orleans has the same limit.</summary>
    public const int MaxBody = 100 << 20;
    private const int HeadLength = sizeof(int) + sizeof(byte) + sizeof(long);
    private const int Chunk = 1 << 16;

    private readonly ConcurrentDictionary<long, TaskCompletionSource<ReadOnlyMemory<byte>>> _waiting = new();
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();
    private readonly Channel<Frame> _outgoing = Channel.CreateUnbounded<Frame>(new() { SingleReader = true });
    private long _lastNumber;
    private long _lastHeard = time.GetTimestamp();
    private volatile Exception? _end;

    private enum Kind : byte
    {
        Request,
        Answer,
        Cancel,
    }

    /// <summary>The other side, as it named itself.</summary>
    public string Peer => peer;

    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastHeard));

    /// <summary>What is under way, in both directions.</summary>
    public int Requests => _waiting.Count + _running.Count;

    /// <exception cref="SiloUnavailableException">The connection broke before the answer came.</exception>
    public async Task<ReadOnlyMemory<byte>> RequestAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (body.Length > MaxBody)
        {
            throw new OrleansException($"A message of {body.Length} bytes is larger than {MaxBody}.");
        }

        var number = Interlocked.Increment(ref _lastNumber);
        var waiting = new TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = waiting;
        Send(Kind.Request, number, body);
        if (_end is { } end)
        {
            waiting.TrySetException(Unavailable(end));
        }

        await using var registration = cancellation.UnsafeRegister(
            (_, token) =>
            {
                Send(Kind.Cancel, number, default);
                waiting.TrySetCanceled(token);
            },
            null).ConfigureAwait(false);
        try
        {
            return await waiting.Task.ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }
    }

    /// <summary>Reads and writes until either side closes or anything is amiss. Never throws.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync().ConfigureAwait(false);
            Close(new EndOfStreamException("The other side closed the connection."));
        }
        catch (Exception exception)
        {
            Close(exception);
        }

        await writing.ConfigureAwait(false);
    }

    /// <summary>Ends the connection: requests that wait for an answer fail at once.</summary>
    public void Close(Exception reason)
    {
        _end ??= reason;
        _outgoing.Writer.TryComplete();
        abort();
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetException(Unavailable(reason));
        }
    }

    /// <summary>Reads exactly so many bytes; memory grows as they come, whatever length was announced.</summary>
    public static async Task<byte[]> ReadBodyAsync(Stream stream, int length, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, Chunk)];
        for (var read = 0; ; read = body.Length, Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length)))
        {
            await stream.ReadExactlyAsync(body.AsMemory(read), cancellation).ConfigureAwait(false);
            if (body.Length == length)
            {
                return body;
            }
        }
    }

    private SiloUnavailableException Unavailable(Exception reason) => new($"The connection to {peer} broke: {reason.Message}", reason);

    private void Send(Kind kind, long number, ReadOnlyMemory<byte> body) => _outgoing.Writer.TryWrite(new(kind, number, body));

    private async Task ReadAsync()
    {
        var stream = pipe.Input.AsStream();
        var head = new byte[HeadLength];
        while (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false).ConfigureAwait(false) == HeadLength)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is < 0 or > MaxBody)
            {
                throw new InvalidDataException($"A frame of {length} bytes.");
            }

            var body = await ReadBodyAsync(stream, length, CancellationToken.None).ConfigureAwait(false);
            Volatile.Write(ref _lastHeard, time.GetTimestamp());
            Take((Kind)head[sizeof(int)], BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(sizeof(int) + 1)), body);
        }
    }

    private void Take(Kind kind, long number, byte[] body)
    {
        switch (kind)
        {
            case Kind.Request:
                AnswerAsync(number, body).Ignore();
                break;
            case Kind.Answer when _waiting.TryGetValue(number, out var waiting):
                waiting.TrySetResult(body);
                break;
            case Kind.Answer:
                // Nobody waits for it any more.
                break;
            case Kind.Cancel:
                if (_running.TryGetValue(number, out var source))
                {
                    source.CancelAsync().Ignore();
                }

                break;
            default:
                throw new InvalidDataException($"A frame of kind {(int)kind}.");
        }
    }

    private async Task AnswerAsync(long number, byte[] body)
    {
        // Not disposed: a cancellation may come while the answer leaves.
        var source = new CancellationTokenSource();
        _running[number] = source;
        try
        {
            Send(Kind.Answer, number, await answer(body, source.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            Close(exception);
        }
        finally
        {
            _running.TryRemove(new(number, source));
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_outgoing.Reader.TryRead(out var frame))
                {
                    await WriteAsync(frame).ConfigureAwait(false);
                }

                await pipe.Output.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Close(exception);
        }
    }

    private async Task WriteAsync(Frame frame)
    {
        var head = pipe.Output.GetSpan(HeadLength);
        BinaryPrimitives.WriteInt32LittleEndian(head, frame.Body.Length);
        head[sizeof(int)] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[(sizeof(int) + 1)..], frame.Number);
        pipe.Output.Advance(HeadLength);
        for (var rest = frame.Body; rest.Length > 0; rest = rest[Math.Min(Chunk, rest.Length)..])
        {
            pipe.Output.Write(rest.Span[..Math.Min(Chunk, rest.Length)]);
            if (pipe.Output.UnflushedBytes >= Chunk)
            {
                await pipe.Output.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    private readonly record struct Frame(Kind Kind, long Number, ReadOnlyMemory<byte> Body);
}
