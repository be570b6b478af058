using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Something that truly crossed a line.</summary>
/// <param name="Frame">The picture on which its anchor was first past the line, from 1.</param>
public sealed record SceneCrossing(string Line, Direction Direction, string Label, int Frame);

/// <summary>Reads the truth off the true boxes.</summary>
public static class SceneTruth
{
    /// <summary>An anchor this far past a line, in heights of its box, has crossed it.</summary>
    private const float Clear = 0.2f;

    /// <summary>What leaves the picture past a line has crossed it if it got this far.</summary>
    private const float ClearAtEnd = 0.05f;

    /// <summary>Every crossing, in order of time.</summary>
    public static IReadOnlyList<SceneCrossing> Crossings(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var passages = new Dictionary<(ISceneActor, LineZoneDefinition), Passage>();
        var crossings = new List<SceneCrossing>();
        for (var frame = 0; frame < scene.Length; frame++)
        {
            foreach (var (actor, whole) in scene.Boxes(frame))
            {
                var box = whole.Intersect(new Box(0, 0, 1, 1));
                if (box.Width <= 0 || box.Height <= 0)
                {
                    continue;
                }

                foreach (var line in scene.Lines)
                {
                    if (!passages.TryGetValue((actor, line), out var passage))
                    {
                        passages[(actor, line)] = passage = new Passage();
                    }

                    if (passage.Step(box, line, frame, scene) is { } crossing)
                    {
                        crossings.Add(crossing with { Label = actor.Label });
                    }
                }
            }
        }

        foreach (var ((actor, line), passage) in passages)
        {
            if (passage.End(line) is { } crossing)
            {
                crossings.Add(crossing with { Label = actor.Label });
            }
        }

        return [.. crossings.OrderBy(crossing => crossing.Frame)];
    }

    /// <summary>How many crossed a line in a direction.</summary>
    public static int Count(this IEnumerable<SceneCrossing> crossings, string line, Direction direction) =>
        crossings.Count(crossing => crossing.Line == line && crossing.Direction == direction);

    private sealed class Passage
    {
        private int _side;
        private int _now;
        private int _since;
        private bool _within;
        private float _reach;
        private ImagePoint _before;

        public SceneCrossing? Step(in Box box, LineZoneDefinition line, int frame, Scene scene)
        {
            var aspect = (float)scene.Size.Width / scene.Size.Height;
            var anchor = box.At(line.Anchor);
            var (x, y) = ((line.End.X - line.Start.X) * aspect, line.End.Y - line.Start.Y);
            var length = MathF.Sqrt((x * x) + (y * y));
            var distance = ((x * (anchor.Y - line.Start.Y)) - (y * (anchor.X - line.Start.X) * aspect)) / length;
            var side = Math.Sign(distance);
            if (side != _now)
            {
                _within = _now == 0 || Meets(_before, anchor, line);
                (_now, _since) = (side, frame);
            }

            _before = anchor;
            _reach = Math.Abs(distance) / box.Height;
            if (side == 0 || side == _side || _reach < Clear)
            {
                return null;
            }

            var isCrossing = _side != 0 && _within;
            _side = side;
            return isCrossing ? Crossed(line) : null;
        }

        public SceneCrossing? End(LineZoneDefinition line) =>
            _side != 0 && _now != 0 && _now != _side && _within && _reach >= ClearAtEnd ? Crossed(line) : null;

        private SceneCrossing Crossed(LineZoneDefinition line) =>
            new(line.Name, _now > 0 ? Direction.In : Direction.Out, "", _since + 1);

        private static bool Meets(ImagePoint from, ImagePoint to, LineZoneDefinition line)
        {
            var (ax, ay) = (line.End.X - line.Start.X, line.End.Y - line.Start.Y);
            var (bx, by) = (to.X - from.X, to.Y - from.Y);
            var turn = (ax * by) - (ay * bx);
            var share = turn == 0 ? 0 : (((from.X - line.Start.X) * by) - ((from.Y - line.Start.Y) * bx)) / turn;
            return share is >= 0 and <= 1;
        }
    }
}
