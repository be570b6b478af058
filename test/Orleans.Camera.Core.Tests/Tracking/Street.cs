using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tests.Tracking;

/// <summary>Detections of people and vehicles that come and go as a seed decides, with misses, doubtful scores and false boxes.</summary>
internal sealed class Street(int seed, double framesPerSecond, int most = 12)
{
    private readonly Random _random = new(seed);
    private readonly List<Mover> _movers = [];

    public List<Detection> Detections { get; } = [];

    public TimeSpan Pts { get; private set; } = TimeSpan.Zero;

    /// <summary>Whether nothing moves on this picture, so that no detector sees it.</summary>
    public bool IsStill { get; private set; }

    public void Next()
    {
        // Some pictures are missing.
        var seconds = _random.Next(1, _random.Next(10) == 0 ? 5 : 2) / framesPerSecond;
        Pts += TimeSpan.FromSeconds(seconds);
        IsStill = _random.Next(15) == 0;
        Detections.Clear();
        if (IsStill)
        {
            return;
        }

        if (_movers.Count < most && _random.NextDouble() < seconds)
        {
            _movers.Add(Mover.Enter(_random));
        }

        foreach (var mover in _movers)
        {
            mover.Move((float)seconds);
            if (_random.Next(12) != 0)
            {
                Detections.Add(new Detection(mover.Seen(_random), mover.Label, 0.2f + (0.8f * MathF.Sqrt(_random.NextSingle()))));
            }
        }

        _movers.RemoveAll(mover => mover.HasLeft);
        if (_random.Next(10) == 0)
        {
            var (x, y) = (_random.NextSingle(), _random.NextSingle());
            Detections.Add(new Detection(new Box(x, y, x + 0.03f, y + 0.04f), Label: 2, _random.NextSingle()));
        }
    }

    private sealed class Mover(float x, float y, float speed, float width, float height, int label)
    {
        private float _x = x;

        public int Label { get; } = label;

        public bool HasLeft => _x is < -0.2f or > 1.2f;

        public static Mover Enter(Random random)
        {
            var isVehicle = random.Next(3) == 0;
            var fromLeft = random.Next(2) == 0;
            var speed = (isVehicle ? 0.2f + (random.NextSingle() * 0.8f) : 0.05f + (random.NextSingle() * 0.1f)) * (fromLeft ? 1 : -1);
            return new Mover(
                fromLeft ? 0 : 1, random.NextSingle(), speed, isVehicle ? 0.15f : 0.04f, isVehicle ? 0.12f : 0.2f, isVehicle ? 1 : 0);
        }

        public void Move(float seconds) => _x += speed * seconds;

        public Box Seen(Random random)
        {
            var shake = (random.NextSingle() - 0.5f) * 0.01f;
            return new Box(_x - (width / 2) + shake, y - (height / 2), _x + (width / 2), y + (height / 2) + shake);
        }
    }
}
