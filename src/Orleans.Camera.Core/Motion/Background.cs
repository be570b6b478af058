using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// The picture without its moving things: per pixel a running median in sixteenths of a grey level (sigma-delta
/// estimation, Manzanera and Richefeu 2007), per block its noise.
/// </summary>
internal sealed class Background(PictureSize size, bool vectors)
{
    private const int Brightest = 255 * 16;

    private readonly short[] _allowance = new short[size.Width];
    private readonly byte[] _packed = new byte[((size.Area * 3) + 1) / 2];

    public PaddedPlane Levels { get; } = new(size.Width, size.Height);

    /// <summary>Picture minus background of the latest picture.</summary>
    public PaddedPlane Difference { get; } = new(size.Width, size.Height);

    public BlockModel Blocks { get; } = new(size.Width, size.Height);

    /// <summary>Takes the picture as the background.</summary>
    public void Start(in Plane picture)
    {
        for (var y = 0; y < size.Height; y++)
        {
            Take(picture, 0, y, size.Width, 1);
        }

        Levels.ReplicateBorder();
        Blocks.Reset();
    }

    /// <summary>Marks where the picture differs from the background.</summary>
    /// <returns>How many pixels differ.</returns>
    public int Compare(in Plane picture, short threshold, int noiseFactor, int edgeShift, Span<byte> mask)
    {
        for (var y = 0; y < size.Height; y++)
        {
            MotionKernels.Subtract(picture.Row(y), Levels.Row(y), Difference.Row(y), vectors);
        }

        Difference.ReplicateBorder();
        for (var y = 0; y < size.Height; y++)
        {
            if (y % BlockModel.Side == 0)
            {
                Blocks.SpreadNoise(y / BlockModel.Side, noiseFactor, _allowance);
            }

            MotionKernels.Classify(
                Difference, Levels, y, _allowance, threshold, edgeShift, mask.Slice(y * size.Width, size.Width), vectors);
        }

        return mask.Count(byte.MaxValue);
    }

    /// <summary>Follows the picture by at most <paramref name="step"/> sixteenths where nothing moves.</summary>
    public void Adapt(ReadOnlySpan<byte> mask, short step)
    {
        for (var y = 0; y < size.Height; y++)
        {
            MotionKernels.Adapt(Levels.Row(y), Difference.Row(y), mask.Slice(y * size.Width, size.Width), step, vectors);
        }

        Levels.ReplicateBorder();
    }

    /// <summary>The light has changed: background = gain x background + offset (grey levels).</summary>
    public void Relight(double gain, double offset)
    {
        var factor = (int)Math.Round(gain * 4096);
        var shift = (int)Math.Round(offset * 16 * 4096);
        for (var y = 0; y < size.Height; y++)
        {
            foreach (ref var level in Levels.Row(y))
            {
                level = (short)Math.Clamp(((level * factor) + shift + 2048) >> 12, 0, Brightest);
            }
        }

        Levels.ReplicateBorder();
    }

    /// <summary>Lets the noise of every block follow the latest differences.</summary>
    public void LearnNoise(ReadOnlySpan<byte> moving, int step, int rise) => Blocks.LearnNoise(Difference, moving, step, rise, vectors);

    /// <summary>Takes one block of the picture as background.</summary>
    public void Absorb(in Plane picture, int column, int row)
    {
        var left = column * BlockModel.Side;
        var top = row * BlockModel.Side;
        Take(picture, left, top, Math.Min(BlockModel.Side, size.Width - left), Math.Min(BlockModel.Side, size.Height - top));
        Blocks.Forget(column, row);
    }

    /// <summary>12 bits a pixel and 3 bytes a block: the largest gate plane fits in 64 KB.</summary>
    public void Save(StateWriter writer)
    {
        var at = 0;
        for (var y = 0; y < size.Height; y++)
        {
            foreach (var level in Levels.Row(y))
            {
                if ((at & 1) == 0)
                {
                    _packed[at / 2 * 3] = (byte)level;
                    _packed[(at / 2 * 3) + 1] = (byte)(level >> 8);
                }
                else
                {
                    _packed[(at / 2 * 3) + 1] |= (byte)(level << 4);
                    _packed[(at / 2 * 3) + 2] = (byte)(level >> 4);
                }

                at++;
            }
        }

        writer.Write(_packed);
        Blocks.Save(writer);
    }

    public void Restore(StateReader reader)
    {
        var packed = reader.ReadBytes();
        if (packed.Length != _packed.Length)
        {
            throw new InvalidDataException($"The saved background has {packed.Length} bytes, not {_packed.Length}.");
        }

        var at = 0;
        for (var y = 0; y < size.Height; y++)
        {
            foreach (ref var level in Levels.Row(y))
            {
                var pair = at / 2 * 3;
                level = (short)((at & 1) == 0
                    ? packed[pair] | ((packed[pair + 1] & 0xF) << 8)
                    : (packed[pair + 1] >> 4) | (packed[pair + 2] << 4));
                at++;
            }
        }

        Levels.ReplicateBorder();
        Blocks.Restore(reader);
    }

    private void Take(in Plane picture, int left, int top, int width, int height)
    {
        for (var y = top; y < top + height; y++)
        {
            var pixels = picture.Row(y).Slice(left, width);
            var levels = Levels.Row(y).Slice(left, width);
            for (var x = 0; x < width; x++)
            {
                levels[x] = (short)(pixels[x] << 4);
            }
        }
    }
}
