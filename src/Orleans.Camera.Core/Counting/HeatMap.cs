using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Counting;

/// <summary>Where objects have been, in seconds of footage per cell of a fixed grid over the picture. Not thread safe.</summary>
public sealed class HeatMap : IStateful
{
    private const int Mark = 0x484D0001;

    // An outage is not presence.
    private static readonly TimeSpan _longestStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _decayStep = TimeSpan.FromSeconds(1);

    private readonly float[] _seconds;
    private readonly float _decay;
    private TimeSpan _last = TimeSpan.MinValue;
    private TimeSpan _sinceDecay;

    /// <param name="columns">Cells across the picture, 1 to 256.</param>
    /// <param name="rows">Cells down the picture, 1 to 256.</param>
    /// <param name="halfLife">After how much footage the past counts half; null for a sum that never fades.</param>
    public HeatMap(int columns = 48, int rows = 27, TimeSpan? halfLife = null)
    {
        const int Most = 256;
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Most);
        if (halfLife is { } life && life <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, "A half-life must be above 0.");
        }

        (Columns, Rows) = (columns, rows);
        _seconds = new float[columns * rows];
        _decay = halfLife is { } half ? (float)Math.Pow(0.5, _decayStep / half) : 1;
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Seconds of presence, row by row.</summary>
    public ReadOnlySpan<float> Seconds => _seconds;

    /// <summary>Adds the tracks of the next picture, each at its anchor, for the time since the picture before.</summary>
    public void Update(ReadOnlySpan<Track> tracks, TimeSpan pts, Anchor anchor = Anchor.BottomCenter)
    {
        var elapsed = _last == TimeSpan.MinValue || pts <= _last ? TimeSpan.Zero : pts - _last;
        _last = pts;
        elapsed = elapsed > _longestStep ? _longestStep : elapsed;
        Decay(elapsed);
        var seconds = (float)elapsed.TotalSeconds;
        foreach (ref readonly var track in tracks)
        {
            var point = track.Box.At(anchor);
            var column = Math.Clamp((int)(point.X * Columns), 0, Columns - 1);
            var row = Math.Clamp((int)(point.Y * Rows), 0, Rows - 1);
            _seconds[(row * Columns) + column] += seconds;
        }
    }

    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Mark);
        writer.Write(Columns);
        writer.Write(Rows);
        writer.Write(_last);
        writer.Write(_sinceDecay);

        // Mostly empty: only cells that were visited.
        writer.Write(_seconds.Length - _seconds.AsSpan().Count(0));
        for (var cell = 0; cell < _seconds.Length; cell++)
        {
            if (_seconds[cell] != 0)
            {
                writer.Write(cell);
                writer.Write(_seconds[cell]);
            }
        }
    }

    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(Mark, "heat map");
        reader.Expect(Columns, "heat map (columns)");
        reader.Expect(Rows, "heat map (rows)");
        _last = reader.ReadTimeSpan();
        _sinceDecay = reader.ReadTimeSpan();
        Array.Clear(_seconds);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var cell = reader.ReadInt32();
            if ((uint)cell >= (uint)_seconds.Length)
            {
                throw new InvalidDataException($"The saved heat map is damaged: it has no cell {cell}.");
            }

            _seconds[cell] = reader.ReadSingle();
        }
    }

    /// <summary>Fades in steps of a second, so that the cost does not depend on the frame rate.</summary>
    private void Decay(TimeSpan elapsed)
    {
        if (_decay >= 1)
        {
            return;
        }

        _sinceDecay += elapsed;
        for (; _sinceDecay >= _decayStep; _sinceDecay -= _decayStep)
        {
            foreach (ref var seconds in _seconds.AsSpan())
            {
                seconds *= _decay;
            }
        }
    }
}
