using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>A recording: the same pictures each time, from any of them on.</summary>
internal sealed class FileFootage(TimeProvider clock, SourceOrder order, SourceLog log) : IFrameSource
{
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(120);
    private static readonly DateTimeOffset Beginning = SiloClock.At(TimeSpan.FromDays(-1));

    private readonly bool _isGated = order.Address.EndsWith(Scenes.Gated, StringComparison.Ordinal);
    private readonly int _breaks = log.Breaks;
    private long _next = (order.After?.Number ?? 0) + 1;
    private FramePool? _pool;

    public SourceStatistics Statistics => new(_next - 1, 0, 0);

    public async Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Opening, clock, cancellationToken).ConfigureAwait(false);
        _pool = new FramePool(new FrameLayout(new PictureSize(640, 360), _isGated ? GatePlane.Size : default));
        if (order.After is { } after)
        {
            using var known = Draw(after.Number);
            if (GateChecksum.Of(known.Gate) != after.Checksum || known.Pts != after.Pts)
            {
                throw new SourceException($"{order.Address}: picture {after.Number} is another one than before.");
            }
        }

        return new SourceInfo
        {
            Name = order.Address,
            Layout = _pool.Layout,
            FramesPerSecond = Scenes.FramesPerSecond,
            Start = order.Start ?? Beginning,
            Identity = order.Address,
        };
    }

    public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        log.Check(_breaks);
        return new(_next > Scenes.Length ? default : new SourceRead(Draw(_next++), Gap: null));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Frame Draw(long number)
    {
        var frame = _pool!.Rent();
        var pts = (number - 1) * Scenes.Interval;
        if (_isGated)
        {
            GatePlane.Draw(frame.Bytes, pts);
        }

        frame.Stamp(number, pts, (order.Start ?? Beginning) + pts);
        return frame;
    }
}
