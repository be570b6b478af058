using System.Runtime.InteropServices;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// What the gate remembers of each block of 4x4 pixels: its noise, and how long the same new thing has stood there.
/// </summary>
internal sealed class BlockModel
{
    public const int Side = 4;

    /// <summary>Noise is kept in eighths of a grey level.</summary>
    private const int InitialNoise = 8;

    private const ulong SideOfOnes = 0x0001_0001_0001_0001;

    /// <summary>Passing traffic must not hide later traffic: movement alone raises noise to 3 grey levels at most.</summary>
    private const int MostLivelyNoise = 24;

    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _noise;
    private readonly byte[] _standing;
    private readonly byte[] _age;
    private readonly short[] _columns;

    public BlockModel(int width, int height)
    {
        (_width, _height) = (width, height);
        Columns = (width + Side - 1) / Side;
        Rows = (height + Side - 1) / Side;
        _noise = new byte[Columns * Rows];
        _standing = new byte[Columns * Rows];
        _age = new byte[Columns * Rows];
        _columns = new short[width];
        Array.Fill(_noise, (byte)InitialNoise);
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>For how many ageing ticks the same thing has stood on each block; 0 where nothing does.</summary>
    public ReadOnlySpan<byte> Age => _age;

    public int AgeAt(int column, int row) => _age[(row * Columns) + column];

    /// <summary>The noise of a block in sixteenths of a grey level.</summary>
    public int NoiseAt(int column, int row) => _noise[(row * Columns) + column] * 2;

    public void Reset()
    {
        Array.Fill(_noise, (byte)InitialNoise);
        Array.Clear(_standing);
        Array.Clear(_age);
    }

    public void Forget(int column, int row) => _age[(row * Columns) + column] = 0;

    /// <summary>Spreads the noise of a row of blocks over its pixels, times <paramref name="factor"/> (256 = 1).</summary>
    public void SpreadNoise(int row, int factor, Span<short> allowance)
    {
        var noise = _noise.AsSpan(row * Columns, Columns);
        for (var column = 0; column < Columns; column++)
        {
            var from = column * Side;
            var value = (short)((noise[column] * 2 * factor) >> 8);
            if (from + Side <= _width)
            {
                // The whole side of a block in one write.
                MemoryMarshal.Cast<short, ulong>(allowance.Slice(from, Side))[0] = (ushort)value * SideOfOnes;
            }
            else
            {
                allowance[from.._width].Fill(value);
            }
        }
    }

    /// <summary>Lets the noise of quiet blocks follow the mean difference; that of lively ones rise slowly.</summary>
    /// <param name="moving">How many pixels of each block move.</param>
    /// <param name="step">How far noise may move, in eighths of a grey level.</param>
    /// <param name="rise">The same for blocks where something moves: waving leaves become noise after a while.</param>
    public void LearnNoise(PaddedPlane difference, ReadOnlySpan<byte> moving, int step, int rise, bool vectors)
    {
        for (var row = 0; row < Rows; row++)
        {
            Array.Clear(_columns);
            var last = Math.Min(_height, (row + 1) * Side);
            for (var y = row * Side; y < last; y++)
            {
                MotionKernels.AddMagnitudes(difference.Row(y), _columns, vectors);
            }

            for (var column = 0; column < Columns; column++)
            {
                LearnNoise(column, row, last - (row * Side), moving[(row * Columns) + column] > 0, step, rise);
            }
        }
    }

    /// <summary>Counts how long each block has shown the same thing that is not its background.</summary>
    public void Watch(in Frames.Plane picture, ReadOnlySpan<byte> moving)
    {
        for (var block = 0; block < moving.Length; block++)
        {
            if (moving[block] == 0)
            {
                _age[block] = 0;
            }
            else
            {
                Watch(picture, block);
            }
        }
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_noise);
        writer.Write(_standing);
        writer.Write(_age);
    }

    public void Restore(StateReader reader)
    {
        Read(reader, _noise);
        Read(reader, _standing);
        Read(reader, _age);
    }

    private static void Read(StateReader reader, byte[] into)
    {
        var read = reader.ReadBytes();
        if (read.Length != into.Length)
        {
            throw new InvalidDataException($"The saved state of the motion gate has {read.Length} blocks, not {into.Length}.");
        }

        read.CopyTo(into);
    }

    private void LearnNoise(int column, int row, int rows, bool isLively, int step, int rise)
    {
        var sum = 0;
        var last = Math.Min(_width, (column + 1) * Side);
        for (var x = column * Side; x < last; x++)
        {
            sum += _columns[x];
        }

        // Most blocks are whole: their number of pixels is known, and dividing by it costs next to nothing.
        ref var noise = ref _noise[(row * Columns) + column];
        var pixels = rows * (last - (column * Side));
        var target = pixels == Side * Side ? (int)((uint)sum / (2 * Side * Side)) : sum / (2 * pixels);
        var up = isLively ? Math.Min(rise, Math.Max(0, MostLivelyNoise - noise)) : step;
        noise = (byte)Math.Clamp(noise + Math.Clamp(target - noise, -step, up), 1, 255);
    }

    private void Watch(in Frames.Plane picture, int block)
    {
        var (left, top) = (block % Columns * Side, block / Columns * Side);
        var width = Math.Min(Side, _width - left);
        var last = Math.Min(_height, top + Side);
        var sum = 0;
        for (var y = top; y < last; y++)
        {
            foreach (var pixel in picture.Row(y).Slice(left, width))
            {
                sum += pixel;
            }
        }

        var level = (byte)(sum / (width * (last - top)));
        if (_age[block] > 0 && Math.Abs(level - _standing[block]) <= 2 + (_noise[block] >> 3))
        {
            _age[block] = (byte)Math.Min(byte.MaxValue, _age[block] + 1);
            return;
        }

        _standing[block] = level;
        _age[block] = 1;
    }
}
