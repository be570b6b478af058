using System.Runtime.InteropServices;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tracking;

/// <summary>
/// Everything the tracker knows of one object. Lengths are in units of the picture's height in both directions, so that
/// the filter sees true shapes.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal partial struct TrackState
{
    // Deviations relative to the object's size; rates are per second. At 30 pictures a second the position noise equals
    // the h/20 of SORT; the velocity may change faster, because vehicles brake and people turn.
    private const float Measurement = 0.05f;
    private const float Walk = 0.075f;
    private const float Acceleration = 2;
    private const float FirstVelocity = 3;
    private const float ResizeWalk = 0.05f;
    private const float ResizeAcceleration = 0.1f;
    private const float FirstResize = 0.5f;
    private const float SmallestSize = 1e-4f;
    private const float AssuranceSeconds = 2;
    private const float LostSlowing = 2;
    private const float ResizeSlowing = 0.5f;

    private KalmanAxis _x;
    private KalmanAxis _y;
    private KalmanAxis _width;
    private KalmanAxis _height;
    private float _labelWeight;

    /// <summary>From 1 once confirmed; 0 before.</summary>
    public long Id { get; private set; }

    public Box First { get; private init; }

    public int Label { get; private set; }

    public float Score { get; private set; }

    /// <summary>Its score of late: the mean over the last two seconds or so on which it was seen.</summary>
    public float Assurance { get; private set; }

    /// <summary>On how many pictures it was seen.</summary>
    public int Sightings { get; private set; }

    /// <summary>On how many pictures in a row it has not been seen.</summary>
    public int Misses { get; private set; }

    /// <summary>Tracker clock when it was last seen, in ticks.</summary>
    public long SeenAt { get; private set; }

    /// <summary>Whether a box was found for it on the present picture.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>Whether two of its boxes in a row overlapped.</summary>
    public bool HasOverlapped { get; private set; }

    public bool IsDropped { get; private set; }

    public readonly bool IsConfirmed => Id != 0;

    public readonly bool IsSeen => Misses == 0;

    /// <summary>The larger side, in picture heights.</summary>
    public readonly float Extent => Math.Max(Width, Height);

    public readonly float X => _x.Value;

    public readonly float Y => _y.Value;

    public readonly float Width => Math.Max(SmallestSize, _width.Value);

    public readonly float Height => Math.Max(SmallestSize, _height.Value);

    private readonly float Scale => (Width + Height) / 2;

    public static TrackState Start(in Sighting sighting, long clock)
    {
        var size = sighting.Size;
        return new TrackState
        {
            First = sighting.Detection.Box,
            Label = sighting.Detection.Label,
            Score = sighting.Detection.Score,
            Assurance = sighting.Detection.Score,
            Sightings = 1,
            SeenAt = clock,
            _labelWeight = sighting.Detection.Score,
            _x = KalmanAxis.At(sighting.X, 2 * Measurement * size, FirstVelocity * size),
            _y = KalmanAxis.At(sighting.Y, 2 * Measurement * size, FirstVelocity * size),
            _width = KalmanAxis.At(sighting.Width, 2 * Measurement * size, FirstResize * size),
            _height = KalmanAxis.At(sighting.Height, 2 * Measurement * size, FirstResize * size),
        };
    }

    public void Confirm(long id) => Id = id;

    /// <summary>Lets time pass. What is out of sight slows down and keeps its size.</summary>
    public void Predict(float seconds)
    {
        IsJoined = false;
        var square = Scale * Scale;
        if (IsSeen)
        {
            _width.Damp(seconds, ResizeSlowing);
            _height.Damp(seconds, ResizeSlowing);
        }
        else
        {
            _x.Damp(seconds, LostSlowing);
            _y.Damp(seconds, LostSlowing);
            _width.Stop();
            _height.Stop();
        }

        _x.Predict(seconds, Walk * square, Acceleration * square);
        _y.Predict(seconds, Walk * square, Acceleration * square);
        _width.Predict(seconds, ResizeWalk * square, ResizeAcceleration * square);
        _height.Predict(seconds, ResizeWalk * square, ResizeAcceleration * square);
    }

    /// <summary>Takes the box that was found for it.</summary>
    /// <param name="sighting">The box.</param>
    /// <param name="clock">The tracker's clock, in ticks.</param>
    /// <param name="trust">1 for a sure box; a doubtful one moves the track less.</param>
    /// <param name="overlapped">Whether it was found by overlap, not by distance.</param>
    public void See(in Sighting sighting, long clock, float trust, bool overlapped)
    {
        var deviation = Measurement * Scale / trust;
        var variance = deviation * deviation;
        _x.Correct(sighting.X, variance);
        _y.Correct(sighting.Y, variance);
        _width.Correct(sighting.Width, variance);
        _height.Correct(sighting.Height, variance);
        Vote(sighting.Detection.Label, sighting.Detection.Score);
        Score = sighting.Detection.Score;
        var seconds = (float)TimeSpan.FromTicks(clock - SeenAt).TotalSeconds;
        Assurance += seconds / (seconds + AssuranceSeconds) * (Score - Assurance);
        Sightings++;
        Misses = 0;
        SeenAt = clock;
        IsJoined = true;
        HasOverlapped |= overlapped;
    }

    public void Miss() => Misses++;

    /// <summary>Marks it as to be given up.</summary>
    public void Drop() => IsDropped = true;

    public readonly float Overlap(in Sighting sighting) => Sighting.Overlap(
        X, Y, Width, Height, sighting.X, sighting.Y, sighting.Width, sighting.Height);

    public readonly float Overlap(in TrackState other) => Sighting.Overlap(
        X, Y, Width, Height, other.X, other.Y, other.Width, other.Height);

    public readonly Box Box(float aspect)
    {
        var (halfWidth, halfHeight) = (Width / 2, Height / 2);
        return new Box((X - halfWidth) / aspect, Y - halfHeight, (X + halfWidth) / aspect, Y + halfHeight);
    }

    /// <summary>The label with the majority of scores, in constant memory (Boyer and Moore 1981), with a ceiling so that it can change.</summary>
    private void Vote(int label, float score)
    {
        const float Ceiling = 10;
        _labelWeight = label == Label ? Math.Min(Ceiling, _labelWeight + score) : _labelWeight - score;
        if (_labelWeight < 0)
        {
            Label = label;
            _labelWeight = -_labelWeight;
        }
    }
}
