using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Detecting;

/// <summary>The pictures that recorded boxes were found on, without any pixels: picture 1 to the last one with a box.</summary>
/// <param name="detections">What was found.</param>
/// <param name="size">Size of the pictures on which it was found.</param>
/// <param name="framesPerSecond">Their rate.</param>
/// <param name="start">The time of the first picture, UTC.</param>
/// <param name="processFramesPerSecond">
/// At most so many pictures a second are delivered: the first one of each interval; 0 for all of them.
/// </param>
public sealed class MotFrameSource(
    MotDetections detections, PictureSize size, double framesPerSecond, DateTimeOffset start, double processFramesPerSecond = 0)
    : IFrameSource
{
    private long _number;
    private long _delivered;
    private double _interval = -1;

    public SourceStatistics Statistics => new(_delivered, Skipped: 0, Reconnects: 0);

    /// <exception cref="SourceException">Size or rate are not given, or there are no boxes.</exception>
    public Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
    {
        if (size.IsEmpty || !(framesPerSecond is > 0 and <= 1000))
        {
            throw new SourceException(
                $"The detections in '{detections.Name}' come without pictures: give the pictures' size and rate, for example --size 1920x1080 --fps 25.");
        }

        if (detections.LastFrame == 0)
        {
            throw new SourceException($"There are no boxes in '{detections.Name}', and so no pictures. Check the file.");
        }

        return Task.FromResult(new SourceInfo
        {
            Name = detections.Name,
            Layout = new FrameLayout(size, default),
            FramesPerSecond = framesPerSecond,
            ExpectedPictures = detections.LastFrame,
            Start = start,
        });
    }

    public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_number < detections.LastFrame)
        {
            var seconds = _number / framesPerSecond;
            _number++;
            if (Wants(seconds))
            {
                _delivered++;
                var pts = TimeSpan.FromSeconds(seconds);
                return new(new SourceRead(Frame.WithoutPicture(size, _number, pts, start + pts), Gap: null));
            }
        }

        return default;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The first picture of each interval of the grid, as the frame-rate limit of other sources takes it.</summary>
    private bool Wants(double seconds)
    {
        if (processFramesPerSecond <= 0)
        {
            return true;
        }

        const double Rounding = 1e-9;
        var interval = Math.Floor((seconds * processFramesPerSecond) + Rounding);
        var isNew = interval > _interval;
        _interval = Math.Max(interval, _interval);
        return isNew;
    }
}
