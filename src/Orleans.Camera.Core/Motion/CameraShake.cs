using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Finds a small shift of the whole picture against the background and takes it back: Gauss-Newton on the brightness
/// difference (Lucas and Kanade 1981) with pixels left out that no small shift explains.
/// </summary>
internal sealed class CameraShake(PictureSize size)
{
    private const int Passes = 4;

    /// <summary>A shift beyond this many pixels of the gate plane is no shake.</summary>
    private const double Farthest = 6;

    /// <summary>Gradients below this, in sixteenths of a grey level a pixel, may be noise.</summary>
    private const int WeakestEdge = 48;

    /// <summary>With fewer pixels on edges than this share, nobody can tell.</summary>
    private const double LeastEdges = 0.01;

    private readonly byte[] _steady = new byte[size.Area];

    /// <summary>The latest shift in pixels of the gate plane.</summary>
    public double X { get; private set; }

    public double Y { get; private set; }

    public bool IsShaken => X != 0 || Y != 0;

    /// <summary>The picture with the shift taken back; valid while <see cref="IsShaken"/>.</summary>
    public Plane Steady => new(_steady, size.Width, size.Height, size.Width);

    public void Set(double x, double y) => (X, Y) = (x, y);

    /// <summary>Looks for a shift that explains the picture clearly better than none.</summary>
    /// <param name="wasShaken">Whether the picture before was: then small shifts are believed, too.</param>
    public void Find(in Plane picture, PaddedPlane background, bool wasShaken)
    {
        Set(0, 0);
        var (x, y) = Step(picture, background);
        if (Math.Max(Math.Abs(x), Math.Abs(y)) < (wasShaken ? 0.05 : 0.15))
        {
            return;
        }

        var best = Cost(picture, background) * 85 / 100;
        for (var pass = 0; pass < Passes; pass++)
        {
            (x, y) = (Round(x), Round(y));
            if (Math.Abs(x) > Farthest || Math.Abs(y) > Farthest)
            {
                break;
            }

            Shift(picture, x, y);
            var cost = Cost(Steady, background);
            if (cost < best)
            {
                best = cost;
                Set(x, y);
            }

            var (stepX, stepY) = Step(Steady, background);
            if (Math.Max(Math.Abs(stepX), Math.Abs(stepY)) < 0.05)
            {
                break;
            }

            (x, y) = (x + stepX, y + stepY);
        }

        if (IsShaken)
        {
            Shift(picture, X, Y);
        }
    }

    /// <summary>Shifts are kept in sixteenths of a pixel, as the interpolation uses them.</summary>
    private static double Round(double shift) => Math.Round(shift * 16) / 16;

    /// <summary>Sum of differences, each cut off, so that objects weigh little. Every second row.</summary>
    private static long Cost(in Plane picture, PaddedPlane background)
    {
        var cost = 0L;
        for (var y = 1; y < picture.Height - 1; y += 2)
        {
            var pixels = picture.Row(y);
            var model = background.Row(y);
            var sum = 0;
            for (var x = 0; x < pixels.Length; x++)
            {
                sum += Math.Min(Math.Abs((pixels[x] << 4) - model[x]), 400);
            }

            cost += sum;
        }

        return cost;
    }

    /// <summary>
    /// One step towards the shift. Looks at every fourth row, and only where the background has an edge and a shift of
    /// some two pixels explains the difference.
    /// </summary>
    private static (double X, double Y) Step(in Plane picture, PaddedPlane background)
    {
        var (xx, xy, yy, xd, yd) = (0L, 0L, 0L, 0L, 0L);
        var (edges, all) = (0, 0);
        for (var y = 1; y < picture.Height - 1; y += 4)
        {
            var pixels = picture.Row(y);
            var model = background.Wide(y);
            var above = background.Row(y - 1);
            var below = background.Row(y + 1);
            all += pixels.Length;
            for (var x = 0; x < pixels.Length; x++)
            {
                var gradientX = (model[x + 2] - model[x]) >> 1;
                var gradientY = (below[x] - above[x]) >> 1;
                var strength = Math.Abs(gradientX) + Math.Abs(gradientY);
                var difference = (pixels[x] << 4) - model[x + 1];
                if (strength < WeakestEdge || Math.Abs(difference) > 2 * strength)
                {
                    continue;
                }

                edges++;
                xx += gradientX * gradientX;
                xy += gradientX * gradientY;
                yy += gradientY * gradientY;
                xd += gradientX * difference;
                yd += gradientY * difference;
            }
        }

        var determinant = ((double)xx * yy) - ((double)xy * xy);
        if (edges < LeastEdges * all || determinant <= 0.02 * xx * yy)
        {
            return (0, 0);
        }

        // The picture at x shows the background at x - shift, so that difference = -gradient x shift.
        return (
            -(((double)yy * xd) - ((double)xy * yd)) / determinant,
            -(((double)xx * yd) - ((double)xy * xd)) / determinant);
    }

    /// <summary>steady(x) = picture(x + shift), bilinear, the border repeated.</summary>
    private void Shift(in Plane picture, double shiftX, double shiftY)
    {
        var (wholeX, wholeY) = ((int)Math.Floor(shiftX), (int)Math.Floor(shiftY));
        var right = (int)((shiftX - wholeX) * 16);
        var down = (int)((shiftY - wholeY) * 16);
        for (var y = 0; y < size.Height; y++)
        {
            var upper = picture.Row(Math.Clamp(y + wholeY, 0, size.Height - 1));
            var lower = picture.Row(Math.Clamp(y + wholeY + 1, 0, size.Height - 1));
            var target = _steady.AsSpan(y * size.Width, size.Width);
            for (var x = 0; x < target.Length; x++)
            {
                var left = Math.Clamp(x + wholeX, 0, size.Width - 1);
                var next = Math.Clamp(x + wholeX + 1, 0, size.Width - 1);
                var first = (upper[left] * (16 - right)) + (upper[next] * right);
                var second = (lower[left] * (16 - right)) + (lower[next] * right);
                target[x] = (byte)(((first * (16 - down)) + (second * down) + 128) >> 8);
            }
        }
    }
}
