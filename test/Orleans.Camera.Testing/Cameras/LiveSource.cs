using System.Threading.Channels;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>A live source whose pictures come when the test says so.</summary>
/// <param name="pictures">What it shows, over and over.</param>
/// <param name="order">Its numbers go on from there.</param>
/// <param name="start">Time of PTS zero where the order does not say.</param>
public sealed class LiveSource(PlayedPictures pictures, SourceOrder order, DateTimeOffset start) : IFrameSource
{
    private readonly Channel<SourceRead> _reads = Channel.CreateUnbounded<SourceRead>();
    private readonly FramePool _pool = pictures.NewPool();
    private readonly DateTimeOffset _start = order.Start ?? start;
    private long _number = order.After?.Number ?? 0;

    public SourceStatistics Statistics => new(_number, 0, 0);

    public Task<SourceInfo> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceInfo
    {
        Name = pictures.Name,
        Layout = _pool.Layout,
        FramesPerSecond = pictures.FramesPerSecond,
        IsLive = true,
        Start = _start,
    });

    /// <summary>A picture was taken at this time.</summary>
    public void Show(DateTimeOffset time)
    {
        var frame = pictures.Draw(++_number, _pool, _start);
        frame.Stamp(_number, time - _start, time);
        _reads.Writer.TryWrite(new SourceRead(frame, Gap: null));
    }

    /// <summary>Pictures did not come.</summary>
    public void Miss(Gap gap) => _reads.Writer.TryWrite(new SourceRead(Frame: null, gap));

    /// <summary>It breaks off for good.</summary>
    public void Break() => _reads.Writer.TryComplete(new SourceException("the camera was switched off"));

    public async ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reads.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new SourceException(exception.InnerException!.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
