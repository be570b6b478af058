using System.Numerics;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A row of houses on one plane: x along the street, y up, metres.</summary>
internal sealed class StreetHouses
{
    private readonly List<House> _houses = [];

    public StreetHouses(int seed)
    {
        var random = new Random(seed);
        Ink[] walls =
        [
            Ink.Rgb(0.80f, 0.72f, 0.60f), Ink.Rgb(0.69f, 0.45f, 0.36f), Ink.Rgb(0.84f, 0.81f, 0.74f), Ink.Rgb(0.60f, 0.65f, 0.68f),
            Ink.Rgb(0.76f, 0.62f, 0.42f), Ink.Rgb(0.55f, 0.40f, 0.35f),
        ];
        var next = random.Next(walls.Length);
        for (var x = -26f; x < 26;)
        {
            var width = 5.5f + (3 * random.NextSingle());
            next = (next + 1 + random.Next(walls.Length - 2)) % walls.Length;
            _houses.Add(new House(x, x + width, 5.2f + (1.6f * random.Next(3)), random.Next(2) == 0, walls[next]));
            x += width + (random.Next(4) == 0 ? 1.4f : 0.02f);
        }
    }

    /// <summary>The colour of the wall, window, door or roof at a point; false where there is sky.</summary>
    public bool TrySee(Vector2 at, ValueNoise noise, out Ink ink)
    {
        ink = default;
        foreach (var house in _houses)
        {
            if (at.X >= house.Left && at.X < house.Right)
            {
                return house.TrySee(at, noise, out ink);
            }
        }

        return false;
    }

    private sealed record House(float Left, float Right, float Eaves, bool IsGabled, Ink Wall)
    {
        private static readonly Ink _glass = Ink.Rgb(0.24f, 0.30f, 0.36f);
        private static readonly Ink _frame = Ink.Rgb(0.9f, 0.9f, 0.88f);
        private static readonly Ink _tiles = Ink.Rgb(0.47f, 0.27f, 0.21f);
        private static readonly Ink _wood = Ink.Rgb(0.30f, 0.22f, 0.16f);

        public bool TrySee(Vector2 at, ValueNoise noise, out Ink ink)
        {
            var grain = noise.At(at.X * 3, at.Y * 3, 3);
            var ridge = Eaves + 2.1f;
            if (at.Y > Eaves)
            {
                var slope = Math.Min(at.X - Left, Right - at.X) / (Right - Left) * 2;
                var top = IsGabled ? Eaves + (2.4f * slope) : ridge;
                ink = IsGabled && at.Y < top - 0.35f
                    ? Wall.Times(0.96f + (0.05f * grain))
                    : _tiles.Times(0.9f + (0.1f * grain) + (0.12f * MathF.Sin(at.Y * 22)));
                return at.Y < top;
            }

            ink = Front(at, Wall.Times(1 + (0.06f * grain) - (at.Y < 0.5f ? 0.25f : 0) - (Eaves - at.Y < 0.3f ? 0.2f : 0)));
            return true;
        }

        private Ink Front(Vector2 at, Ink wall)
        {
            var columns = Math.Max(2, (int)((Right - Left) / 1.9f));
            var column = (at.X - Left) / (Right - Left) * columns;
            var (index, across) = ((int)column, (column % 1) - 0.5f);
            var (storey, up) = ((int)(at.Y / 2.7f), (at.Y % 2.7f) - 1.45f);
            var isDoor = storey == 0 && index == columns / 2;
            if (isDoor)
            {
                return Math.Abs(across) < 0.26f && at.Y < 2.15f ? _wood.Times(Math.Abs(across) > 0.22f ? 1.6f : 1) : wall;
            }

            if ((storey + 1) * 2.7f > Eaves + 0.4f || Math.Abs(across) > 0.27f || Math.Abs(up) > 0.72f)
            {
                return wall;
            }

            var isFrame = Math.Abs(across) is > 0.235f or < 0.015f || Math.Abs(up) > 0.65f;
            return isFrame ? _frame : _glass.Mix(Ink.Rgb(0.62f, 0.72f, 0.82f), Math.Clamp(0.25f + (0.4f * up) + (0.5f * across), 0, 0.7f));
        }
    }
}
