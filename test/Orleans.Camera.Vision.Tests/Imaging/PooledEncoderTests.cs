using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Tests.Imaging;

public class PooledEncoderTests
{
    private readonly Lines _lines = [];

    [Fact]
    public async Task Where_the_library_is_missing_the_other_way_is_taken_and_said_once()
    {
        var encoder = new PooledEncoder(new Work(new WorkerLostException("never asked")), new Other(), canEncode: false, _lines);

        Assert.Equal([2], await EncodeAsync(encoder));
        Assert.Equal([2], await EncodeAsync(encoder));

        Assert.Contains("libturbojpeg0 is not installed", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_processes_cannot_work_the_other_way_is_taken_and_the_reason_said_once()
    {
        var encoder = new PooledEncoder(new Work(new WorkerLostException("the kernel forbids it")), new Other(), canEncode: true, _lines);

        Assert.Equal([2], await EncodeAsync(encoder));
        Assert.Equal([2], await EncodeAsync(encoder));

        Assert.Contains("the kernel forbids it", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_processes_work_they_do_and_what_they_refuse_is_refused()
    {
        Assert.Equal([1], await EncodeAsync(new PooledEncoder(new Work(null), new Other(), canEncode: true, _lines)));
        await Assert.ThrowsAsync<PictureRefusedException>(() => EncodeAsync(new PooledEncoder(new Work(new PictureRefusedException("full")), new Other(), canEncode: true, _lines)));
        Assert.Empty(_lines);
    }

    private static async Task<byte[]> EncodeAsync(PooledEncoder encoder)
    {
        using var frame = Decoded.Scene(new(16, 16), default);
        return await encoder.EncodeJpegAsync(frame, CancellationToken.None);
    }

    private sealed class Work(Exception? fault) : IPictureWork
    {
        public PictureWorkHealth Health => new(0, 0, 0, 0, []);

        public Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken) =>
            fault is null ? Task.FromResult<byte[]>([1]) : Task.FromException<byte[]>(fault);

        public Task<Frame> ResizeAsync(Frame frame, PictureSize box, CancellationToken cancellationToken) => Task.FromResult(frame.Retain());
    }

    private sealed class Other : IPictureEncoder
    {
        public Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken) => Task.FromResult<byte[]>([2]);
    }

    private sealed class Lines : List<string>, ILogger<PooledEncoder>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
