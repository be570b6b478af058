using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Counting;

/// <summary>How far past a line an object must be, in picture heights.</summary>
/// <param name="Beyond">To be taken as being on a side at all.</param>
/// <param name="Far">To be taken so without waiting.</param>
internal readonly record struct LineMargins(float Beyond, float Far)
{
    // A box trembles in proportion to its size: legs and arms swing, shadows come and go.
    private const float TremblingShare = 0.3f;
    private const float FarthestTrembling = 0.08f;

    public static LineMargins For(in Box box, float aspect, float hysteresis)
    {
        if (hysteresis <= 0)
        {
            return default;
        }

        var size = MathF.Sqrt(Math.Max(0, box.Area * aspect));
        return new(hysteresis, Math.Max(hysteresis, Math.Min(FarthestTrembling, TremblingShare * size)));
    }
}
