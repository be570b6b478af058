using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>The colours of overlays. The two directions differ in brightness too, for those who do not tell red from green.</summary>
internal static class Palette
{
    public static readonly Colour Ink = new(14, 18, 24);
    public static readonly Colour Paper = new(245, 247, 250);
    public static readonly Colour Muted = new(170, 180, 192);
    public static readonly Colour Zone = new(120, 170, 255);
    private static readonly Colour _in = new(64, 224, 160);
    private static readonly Colour _out = new(255, 150, 60);

    private static readonly Colour[] _tracks =
    [
        new(255, 209, 102), new(17, 200, 235), new(239, 111, 148), new(150, 220, 90), new(178, 140, 255),
        new(255, 160, 100), new(90, 215, 190), new(245, 130, 230), new(130, 175, 255), new(225, 225, 110),
    ];

    // Dark violet to yellow, brightness rising all the way: readable in grey too.
    private static readonly Colour[] _heat =
    [
        new(20, 11, 52), new(80, 18, 123), new(158, 47, 127), new(222, 73, 104), new(254, 135, 97), new(254, 210, 140), new(252, 253, 191),
    ];

    public static Colour Of(Direction direction) => direction == Direction.In ? _in : _out;

    public static Colour OfTrack(long id) => _tracks[(int)(id % _tracks.Length)];

    /// <summary>The colour of a share of the greatest heat, 0..1.</summary>
    public static Colour OfHeat(float share)
    {
        var at = Math.Clamp(share, 0, 1) * (_heat.Length - 1);
        var low = Math.Min((int)at, _heat.Length - 2);
        return _heat[low].MixedWith(_heat[low + 1], at - low);
    }
}
