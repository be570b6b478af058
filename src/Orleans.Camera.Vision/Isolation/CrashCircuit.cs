namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// Decides when a child that died is started again: at once, then after longer and longer pauses, and once a child has died
/// too often in a short time, only now and then, while nobody waits for it. Only time makes a death forgotten: a child that
/// answers between its deaths has died as often.
/// </summary>
/// <remarks>Not thread safe.</remarks>
internal sealed class CrashCircuit(TimeProvider time)
{
    public const int MostDeaths = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private readonly Queue<long> _deaths = new();

    /// <summary>Whether it has died too often.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A child has died.</summary>
    /// <returns>How long to wait before the next one.</returns>
    public TimeSpan Died()
    {
        var now = time.GetTimestamp();
        Forget(now);
        _deaths.Enqueue(now);
        IsOpen = _deaths.Count >= MostDeaths;
        return IsOpen ? OpenFor : _deaths.Count == 1 ? TimeSpan.Zero : FirstPause * Math.Pow(2, _deaths.Count - 2);
    }

    /// <summary>A child has answered, which closes it once the deaths are long enough ago.</summary>
    public void Answered()
    {
        if (IsOpen)
        {
            Forget(time.GetTimestamp());
            IsOpen = _deaths.Count >= MostDeaths;
        }
    }

    private void Forget(long now)
    {
        while (_deaths.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Window)
        {
            _deaths.Dequeue();
        }
    }
}
