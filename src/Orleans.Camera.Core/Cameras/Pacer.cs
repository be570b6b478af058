namespace Orleans.Camera.Core.Cameras;

/// <summary>Lets the pictures of a recording pass at the pace of their own times.</summary>
/// <param name="time">The clock.</param>
internal sealed class Pacer(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan? _zero;

    /// <summary>Waits until it is a picture's turn. The first one passes at once.</summary>
    public async ValueTask WaitAsync(TimeSpan pts, CancellationToken stop)
    {
        _zero ??= pts;
        var early = pts - _zero.Value - time.GetElapsedTime(_started);
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, time, stop).ConfigureAwait(false);
        }
    }
}
