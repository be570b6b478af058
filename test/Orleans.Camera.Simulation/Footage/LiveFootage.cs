using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>A camera that shows five pictures a second, to whoever looks at that moment.</summary>
internal sealed class LiveFootage(World world, TimeProvider clock, SourceOrder order, SourceLog log) : IFrameSource
{
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(250);

    private readonly FramePool _pool = new(new FrameLayout(new PictureSize(640, 360), default));
    private readonly SourceLog.Showing _showing = log.Begin();
    private readonly int _breaks = log.Breaks;
    private DateTimeOffset _start;
    private long _number = order.After?.Number ?? 0;
    private long _latest;
    private long _next;

    public SourceStatistics Statistics => new(_number, 0, 0);

    public async Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Opening, clock, cancellationToken).ConfigureAwait(false);
        _next = Coming();
        _start = order.Start ?? TimeOf(_next);
        return new SourceInfo
        {
            Name = order.Address,
            Layout = _pool.Layout,
            FramesPerSecond = Scenes.FramesPerSecond,
            IsLive = true,
            Start = _start,
        };
    }

    public async ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        log.Check(_breaks);
        _next = Math.Max(_next, Coming());
        await Task.Delay((_next * Scenes.Interval) - world.Now, clock, cancellationToken).ConfigureAwait(false);
        if (world.Now - (_next * Scenes.Interval) > Scenes.Interval)
        {
            // It was frozen while it waited, and the picture is gone.
            _next = Coming();
        }

        if (_latest > 0 && _next - _latest > 1)
        {
            var gap = new Gap(TimeOf(_latest), TimeOf(_next), _next - _latest - 1, "the camera was not heard");
            _latest = 0;
            return new SourceRead(Frame: null, gap);
        }

        var frame = _pool.Rent();
        var time = TimeOf(_next);
        frame.Stamp(++_number, time - _start, time);
        _showing.Add(_number, time);
        _latest = _next++;
        return new SourceRead(frame, Gap: null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DateTimeOffset TimeOf(long picture) => SiloClock.At(picture * Scenes.Interval);

    private long Coming() => (world.Now.Ticks / Scenes.Interval.Ticks) + 1;
}
