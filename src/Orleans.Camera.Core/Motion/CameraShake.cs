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

    private readonly byte[] _steady = new byte[size.Area];

    /// <summary>The latest shift in pixels of the gate plane.</summary>
    public double X { get; private set; }

    public double Y { get; private set; }

    public bool IsShaken => X != 0 || Y != 0;

    /// <summary>The picture with the shift taken back; valid while <see cref="IsShaken"/>.</summary>
    public Plane Steady => new(_steady, size.Width, size.Height, size.Width);

    public void Set(double x, double y) => (X, Y) = (x, y);

    /// <summary>Looks for a shift that explains the picture clearly better than none.</summary>
    public void Find(in Plane picture, PaddedPlane background)
    {
        var (x, y) = (0.0, 0.0);
        var (bestX, bestY, best) = (0.0, 0.0, double.NaN);
        for (var pass = 0; pass < Passes; pass++)
        {
            var (stepX, stepY) = Step(pass == 0 ? picture : Steady, background);
            var (nextX, nextY) = (Round(x + stepX), Round(y + stepY));

            // Where the next shift is the one just tried, every further pass would try it again. So a still camera, which
            // is the common case, costs one pass.
            if ((nextX == x && nextY == y) || Math.Abs(nextX) > Farthest || Math.Abs(nextY) > Farthest)
            {
                break;
            }

            (x, y) = (nextX, nextY);
            best = pass == 0 ? Cost(picture, background) * 0.85 : best;
            Shift(picture, x, y);
            var cost = Cost(Steady, background);
            if (cost < best)
            {
                (bestX, bestY, best) = (x, y, cost);
            }
        }

        (X, Y) = (bestX, bestY);
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

    private static (double X, double Y) Step(in Plane picture, PaddedPlane background)
    {
        var sums = default(ShakeSums);
        for (var y = 1; y < picture.Height - 1; y += 2)
        {
            ShakeKernel.AddRow(
                picture.Row(y), background.Row(y - 1), background.Row(y), background.Row(y + 1), ref sums, vectors: true);
        }

        var (xx, xy, yy) = ((double)sums.Xx, (double)sums.Xy, (double)sums.Yy);
        var determinant = (xx * yy) - (xy * xy);
        if (determinant <= 0.01 * xx * yy || xx == 0 || yy == 0)
        {
            return (0, 0);
        }

        // The picture at x shows the background at x - shift, so that difference = -gradient x shift.
        return (
            -((yy * sums.Xd) - (xy * sums.Yd)) / determinant,
            -((xx * sums.Yd) - (xy * sums.Xd)) / determinant);
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
