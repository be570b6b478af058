using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// What truly crossed the lines of a street in the pictures that were sent to its camera. Nothing else is true of a live
/// camera: what happened while nobody was connected was seen by nobody.
/// </summary>
internal sealed class SentCrossings
{
    /// <summary>
    /// How long a crossing may take to be counted: until the object is clearly past the line, its picture is encoded, sent,
    /// decoded and looked at, and the event is stored.
    /// </summary>
    private static readonly TimeSpan Passage = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>A picture was sent on which something was first past a line.</summary>
    public void Add(string line, Direction direction, DateTimeOffset sent)
    {
        lock (_lock)
        {
            _entries.Add(new Entry(line, direction, sent));
        }
    }

    /// <summary>The connection broke off: whoever was just crossing may or may not have been seen.</summary>
    /// <param name="last">When the last picture was sent; a hanging connection may have broken off much later.</param>
    public void Break(DateTimeOffset last)
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(entry => entry.Sent > last - Passage))
            {
                entry.IsUnsure = true;
            }
        }
    }

    /// <summary>How many crossed, if the camera has looked at all pictures up to a time.</summary>
    /// <param name="line">The line.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="seen">Time of the latest picture that the camera looked at; null before the first.</param>
    public TrueCount Count(string line, Direction direction, DateTimeOffset? seen)
    {
        lock (_lock)
        {
            var all = _entries.Where(entry => entry.Line == line && entry.Direction == direction).ToList();
            return new TrueCount(all.Count(entry => !entry.IsUnsure && entry.Sent < seen - Passage), all.Count);
        }
    }

    private sealed record Entry(string Line, Direction Direction, DateTimeOffset Sent)
    {
        public bool IsUnsure { get; set; }
    }
}

/// <summary>A true count; a range while something is just crossing.</summary>
/// <param name="Least">What must have been counted by now.</param>
/// <param name="Most">And what is just crossing.</param>
internal readonly record struct TrueCount(int Least, int Most)
{
    public Verdict Judge(long counted) => counted < Least || counted > Most ? Verdict.Wrong : Least == Most ? Verdict.Right : Verdict.Passing;

    public override string ToString() => Least == Most ? $"{Least}" : $"{Least}-{Most}";
}

/// <summary>What a count is beside the truth.</summary>
internal enum Verdict
{
    Right = 0,

    /// <summary>Something is just crossing; the count is one that may be.</summary>
    Passing = 1,
    Wrong = 2,
}
