using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Recognises a change of light or exposure that touches the whole picture: picture = gain x background + offset, found
/// as the model that most places agree with, so that objects do not disturb it (consensus as in Fischler and Bolles 1981,
/// with a fixed list of candidates in place of random ones).
/// </summary>
internal sealed class LightChange(int width, int height)
{
    private const int Side = 8;

    /// <summary>Two grey levels: how well a place must agree with a model.</summary>
    private const double Tolerance = 2.0;

    private readonly double[] _picture = new double[(width / Side) * (height / Side)];
    private readonly double[] _background = new double[(width / Side) * (height / Side)];
    private readonly double[] _scratch = new double[(width / Side) * (height / Side)];

    /// <summary>Finds gain and offset (grey levels); false where the light is as it was, or nothing explains the picture.</summary>
    public bool TryFind(in Plane picture, PaddedPlane background, out double gain, out double offset)
    {
        (gain, offset) = (1, 0);
        if (_picture.Length < 16)
        {
            return false;
        }

        Measure(picture, background);
        var unchanged = Agreeing(1, 0);
        if (unchanged > 0.85 * _picture.Length)
        {
            return false;
        }

        var best = unchanged;
        Try(1, Median(static (p, b) => p - b), ref best, ref gain, ref offset);
        Try(Median(static (p, b) => p / Math.Max(b, 4)), 0, ref best, ref gain, ref offset);
        var (slope, shift) = Thirds();
        Try(slope, shift, ref best, ref gain, ref offset);
        for (var pass = 0; pass < 3; pass++)
        {
            var (refinedGain, refinedOffset) = Fit(gain, offset);
            Try(refinedGain, refinedOffset, ref best, ref gain, ref offset);
        }

        return best > 0.5 * _picture.Length && best > unchanged + (0.1 * _picture.Length);
    }

    private void Measure(in Plane picture, PaddedPlane background)
    {
        var columns = width / Side;
        for (var block = 0; block < _picture.Length; block++)
        {
            var left = block % columns * Side;
            var top = block / columns * Side;
            var (bright, known) = (0, 0);
            for (var y = top; y < top + Side; y += 2)
            {
                var pixels = picture.Row(y).Slice(left, Side);
                var model = background.Row(y).Slice(left, Side);
                for (var x = y >> 1 & 1; x < Side; x += 2)
                {
                    bright += pixels[x];
                    known += model[x];
                }
            }

            _picture[block] = bright / 16.0;
            _background[block] = known / 256.0;
        }
    }

    private int Agreeing(double gain, double offset)
    {
        var agreeing = 0;
        for (var i = 0; i < _picture.Length; i++)
        {
            agreeing += Math.Abs(_picture[i] - ((gain * _background[i]) + offset)) <= Tolerance ? 1 : 0;
        }

        return agreeing;
    }

    private void Try(double gain, double offset, ref int best, ref double bestGain, ref double bestOffset)
    {
        if (gain is < 0.2 or > 5)
        {
            return;
        }

        var agreeing = Agreeing(gain, offset);
        if (agreeing > best)
        {
            (best, bestGain, bestOffset) = (agreeing, gain, offset);
        }
    }

    private double Median(Func<double, double, double> of)
    {
        for (var i = 0; i < _scratch.Length; i++)
        {
            _scratch[i] = of(_picture[i], _background[i]);
        }

        _scratch.AsSpan().Sort();
        return _scratch[_scratch.Length / 2];
    }

    /// <summary>The line through the medians of the darkest and the brightest third.</summary>
    private (double Gain, double Offset) Thirds()
    {
        _background.CopyTo(_scratch, 0);
        _scratch.AsSpan().Sort();
        var dark = _scratch[_scratch.Length / 3];
        var bright = _scratch[_scratch.Length * 2 / 3];
        var (darkKnown, darkSeen) = Medians(double.MinValue, dark);
        var (brightKnown, brightSeen) = Medians(bright, double.MaxValue);
        if (brightKnown - darkKnown < 4)
        {
            return (1, 0);
        }

        var gain = (brightSeen - darkSeen) / (brightKnown - darkKnown);
        return (gain, darkSeen - (gain * darkKnown));
    }

    private (double Known, double Seen) Medians(double least, double most)
    {
        return (MedianWithin(_background, least, most), MedianWithin(_picture, least, most));
    }

    private double MedianWithin(double[] values, double least, double most)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (_background[i] >= least && _background[i] <= most)
            {
                _scratch[count++] = values[i];
            }
        }

        _scratch.AsSpan(0, count).Sort();
        return count > 0 ? _scratch[count / 2] : 0;
    }

    /// <summary>Least squares over the places that agree with the model given.</summary>
    private (double Gain, double Offset) Fit(double gain, double offset)
    {
        var (n, sumB, sumP, sumBb, sumBp) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < _picture.Length; i++)
        {
            var (b, p) = (_background[i], _picture[i]);
            if (Math.Abs(p - ((gain * b) + offset)) <= 2 * Tolerance)
            {
                n++;
                sumB += b;
                sumP += p;
                sumBb += b * b;
                sumBp += b * p;
            }
        }

        var spread = (n * sumBb) - (sumB * sumB);
        if (n < 16 || spread < 16.0 * n * n)
        {
            return (gain, n > 0 ? (sumP - (gain * sumB)) / n : offset);
        }

        var slope = ((n * sumBp) - (sumB * sumP)) / spread;
        return (slope, (sumP - (slope * sumB)) / n);
    }
}
