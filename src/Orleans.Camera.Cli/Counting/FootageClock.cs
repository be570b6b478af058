namespace Orleans.Camera.Cli.Counting;

/// <summary>Measures how much footage went by, in the pictures' own time.</summary>
internal sealed class FootageClock
{
    private TimeSpan? _first;
    private TimeSpan _last;

    public void See(TimeSpan pts)
    {
        _first ??= pts;
        _last = pts;
    }

    /// <summary>From the first picture to the end of the last one, which is shown for one interval.</summary>
    /// <param name="framesPerSecond">Of the source; 0 where it is not known.</param>
    public TimeSpan LengthAt(double framesPerSecond) => _first is not { } first ? TimeSpan.Zero
        : _last - first + (framesPerSecond > 0 ? TimeSpan.FromSeconds(1 / framesPerSecond) : TimeSpan.Zero);
}
