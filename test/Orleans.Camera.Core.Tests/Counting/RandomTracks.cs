using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Counting;

/// <summary>Tracks that wander, tremble, jump, stand, miss pictures and end, as a seed decides.</summary>
internal sealed class RandomTracks(int seed, int most = 6)
{
    private readonly Random _random = new(seed);
    private readonly List<Walker> _walkers = [];
    private readonly List<Track> _tracks = [];
    private readonly List<long> _ended = [];
    private long _nextId = 1;
    private long _number;

    public ReadOnlySpan<Track> Tracks => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tracks);

    public ReadOnlySpan<long> Ended => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ended);

    public Moment Moment { get; private set; }

    public void Next()
    {
        _number++;
        var pts = TimeSpan.FromMilliseconds(70) * _number;
        Moment = new Moment(_number, pts, DateTimeOffset.UnixEpoch + pts);
        _tracks.Clear();
        _ended.Clear();
        if (_walkers.Count < most && _random.NextSingle() < 0.2f)
        {
            _walkers.Add(new Walker(_nextId++, new ImagePoint(_random.NextSingle(), _random.NextSingle())));
        }

        foreach (var walker in _walkers.ToArray())
        {
            if (_random.NextSingle() < 0.01f)
            {
                EndOf(walker);
            }
            else if (_random.NextSingle() < 0.9f)
            {
                walker.Move(_random);
                _tracks.Add(walker.Track);
            }
        }
    }

    /// <summary>Ends every track that is left.</summary>
    public void EndAll()
    {
        _tracks.Clear();
        _ended.Clear();
        foreach (var walker in _walkers.ToArray())
        {
            EndOf(walker);
        }
    }

    private void EndOf(Walker walker)
    {
        _walkers.Remove(walker);
        _ended.Add(walker.Track.Id);
    }

    private sealed class Walker(long id, ImagePoint at)
    {
        private ImagePoint _at = at;
        private float _reach = 0.01f;
        private float _drift;

        public Track Track { get; private set; } = new(id, BoxAt(at), Label: 0, Score: 1, BoxAt(at));

        public void Move(Random random)
        {
            if (random.NextSingle() < 0.05f)
            {
                _reach = random.Next(4) switch { 0 => 0, 1 => 0.005f, 2 => 0.05f, _ => 0.3f };
                _drift = (random.NextSingle() - 0.5f) * 0.05f;
            }

            _at = new ImagePoint(
                Math.Clamp(_at.X + ((random.NextSingle() - 0.5f) * _reach), 0, 1),
                Math.Clamp(_at.Y + _drift + ((random.NextSingle() - 0.5f) * _reach), 0, 1));
            Track = Track with { Box = BoxAt(_at), Label = random.Next(20) == 0 ? 1 - Track.Label : Track.Label };
        }

        private static Box BoxAt(ImagePoint point) => new(point.X - 0.02f, point.Y - 0.05f, point.X + 0.02f, point.Y + 0.05f);
    }
}
