namespace Orleans.Camera.Vision.Sources;

/// <summary>How long to wait before a live source is opened again.</summary>
/// <remarks>
/// Doubles from failure to failure, with jitter, so that a hundred cameras behind one switch do not come back in step; starts
/// anew after a healthy minute. A camera that is only silent does not make it grow, and is tried again after half the first
/// pause: its address answers, the attempt itself takes as long as the silence, and the camera shall be back within two
/// seconds of its return.
/// </remarks>
internal sealed class ReconnectDelay(FrameSourceOptions options)
{
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    private readonly Random _random = new(options.Seed);
    private int _failures;
    private long? _healthySince;

    /// <summary>A picture came.</summary>
    public void Succeeded() => _healthySince ??= options.TimeProvider.GetTimestamp();

    /// <summary>The connection was lost or could not be made.</summary>
    /// <param name="wasSilent">Whether nothing came, as against an error or an end.</param>
    public TimeSpan Failed(bool wasSilent)
    {
        if (_healthySince is { } since && options.TimeProvider.GetElapsedTime(since) >= Healthy)
        {
            _failures = 0;
        }

        _healthySince = null;
        if (wasSilent)
        {
            return options.FirstRetry / 2;
        }

        var doubled = options.FirstRetry * Math.Pow(2, Math.Min(_failures++, 30));
        var jittered = doubled * (0.75 + (0.5 * _random.NextDouble()));
        return jittered < options.FirstRetry ? options.FirstRetry : jittered > options.LongestRetry ? options.LongestRetry : jittered;
    }
}
