using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>Plays pictures as a recording, as its contract says: from any picture on, exactly.</summary>
/// <param name="pictures">What is played.</param>
/// <param name="order">From where on.</param>
/// <param name="script">Called before each picture with its number; may wait, or throw what a source throws.</param>
public sealed class PlayedSource(PlayedPictures pictures, SourceOrder order, Func<long, CancellationToken, ValueTask>? script = null) : IFrameSource
{
    private readonly DateTimeOffset _start = order.Start ?? DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly FramePool _pool = pictures.NewPool();
    private long _next = (order.After?.Number ?? 0) + 1;
    private long _read;

    public SourceStatistics Statistics => new(_read, 0, 0);

    public Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
    {
        if (order.After is { } after)
        {
            using var known = pictures.Draw(after.Number, _pool, _start);
            if (GateChecksum.Of(known.Gate) != after.Checksum || known.Pts != after.Pts)
            {
                throw new SourceException($"{pictures.Name}: picture {after.Number} is another one than before.");
            }
        }

        return Task.FromResult(new SourceInfo
        {
            Name = pictures.Name,
            Layout = _pool.Layout,
            FramesPerSecond = pictures.FramesPerSecond,
            Start = _start,
            Identity = $"{pictures.Name} of {pictures.Count}",
        });
    }

    public async ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await (script?.Invoke(_next, cancellationToken) ?? ValueTask.CompletedTask);
        if (_next > pictures.Count)
        {
            return default;
        }

        _read++;
        return new SourceRead(pictures.Draw(_next++, _pool, _start), Gap: null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
