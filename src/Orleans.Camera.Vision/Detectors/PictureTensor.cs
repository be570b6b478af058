using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// A model's input tensor, filled from pictures: placed, converted to the model's colours and scaled in one pass over
/// the planes. Padding is written only where the placement changes.
/// </summary>
internal sealed unsafe class PictureTensor : IDisposable
{
    private readonly InputFormat _format;
    private readonly ColourTransform[] _channels;
    private readonly Letterbox[] _placements;
    private readonly NativeBuffer _rows;
    private readonly Resampler _luma = new();
    private readonly Resampler _chroma = new();

    /// <param name="slots">Pictures in the tensor.</param>
    public PictureTensor(InputFormat format, int slots)
    {
        _format = format;
        _channels = ColourTransform.For(format.Values);
        _placements = new Letterbox[slots];
        Data = new NativeBuffer((long)format.SlotLength * slots * TensorTypes.SizeOf(format.Type));
        _rows = new NativeBuffer((long)format.Size.Width * 6 * sizeof(float));
    }

    /// <summary>The tensor, in the model's own type and order.</summary>
    public NativeBuffer Data { get; }

    private float* ScratchRows => (float*)_rows.Data;

    /// <summary>Writes one crop of a picture into one slot.</summary>
    /// <returns>Where it lies.</returns>
    /// <exception cref="ArgumentException">The frame carries no colour picture.</exception>
    public Letterbox Fill(int slot, Frame frame, PictureCrop crop)
    {
        if (!frame.HasPicture)
        {
            throw new ArgumentException("The frame carries no colour picture; ask the source for one.", nameof(frame));
        }

        var placement = Letterbox.Fit(crop, _format.Size, _format.Values.Placement);
        if (placement != _placements[slot])
        {
            Pad(slot);
            _placements[slot] = placement;
        }

        if (placement.Size.Width == crop.Width && placement.Size.Height == crop.Height)
        {
            Copy(slot, frame, placement);
        }
        else
        {
            Resample(slot, frame, placement);
        }

        return placement;
    }

    public void Dispose()
    {
        Data.Dispose();
        _rows.Dispose();
    }

    private void Copy(int slot, Frame frame, in Letterbox placement)
    {
        var crop = placement.Crop;
        var luma = frame.Luma;
        var chromaU = frame.ChromaU;
        var chromaV = frame.ChromaV;
        for (var row = 0; row < crop.Height; row++)
        {
            var y = crop.Y + row;
            fixed (byte* lumaRow = luma.Row(y)[crop.X..])
            fixed (byte* uRow = chromaU.Row(y / 2)[(crop.X / 2)..])
            fixed (byte* vRow = chromaV.Row(y / 2)[(crop.X / 2)..])
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    ColourRows.FromBytes(lumaRow, uRow, vRow, crop.Width, RowTarget(slot, channel, placement, row), _channels[channel]);
                }
            }

            Finish(slot, placement, row);
        }
    }

    private void Resample(int slot, Frame frame, in Letterbox placement)
    {
        var (crop, size) = (placement.Crop, placement.Size);
        var luma = frame.Luma;
        var chromaU = frame.ChromaU;
        var chromaV = frame.ChromaV;
        _luma.Set(crop.X, crop.Width, size.Width, crop.Y, crop.Height, size.Height);

        // Chroma is scaled as FFmpeg would: to a 4:2:0 picture of the target's size
        _chroma.Set(crop.X / 2, crop.Width / 2, (size.Width + 1) / 2, crop.Y / 2, crop.Height / 2, (size.Height + 1) / 2);
        var y = ScratchRows + (3 * _format.Size.Width);
        var u = y + _format.Size.Width;
        var v = u + _format.Size.Width;
        for (var row = 0; row < size.Height; row++)
        {
            _luma.Row(luma, row, y);
            if (row % 2 == 0)
            {
                _chroma.Row(chromaU, row / 2, u);
                _chroma.Row(chromaV, row / 2, v);
            }

            for (var channel = 0; channel < 3; channel++)
            {
                ColourRows.FromFloats(y, u, v, size.Width, RowTarget(slot, channel, placement, row), _channels[channel]);
            }

            Finish(slot, placement, row);
        }
    }

    /// <summary>Where a row of floats goes: into the tensor itself where its form allows, else into scratch memory.</summary>
    private float* RowTarget(int slot, int channel, in Letterbox placement, int row)
    {
        var (width, height) = (_format.Size.Width, _format.Size.Height);
        return _format.Type == TensorType.Float32 && !_format.IsChannelsLast
            ? (float*)Data.Data + ((long)slot * _format.SlotLength) + (((((long)channel * height) + placement.Y + row) * width) + placement.X)
            : ScratchRows + (channel * width);
    }

    /// <summary>Moves a row out of the scratch memory.</summary>
    private void Finish(int slot, in Letterbox placement, int row)
    {
        if (_format.Type == TensorType.Float32 && !_format.IsChannelsLast)
        {
            return;
        }

        for (var channel = 0; channel < 3; channel++)
        {
            var values = new ReadOnlySpan<float>(ScratchRows + (channel * _format.Size.Width), placement.Size.Width);
            for (var x = 0; x < values.Length; x++)
            {
                Write(slot, channel, placement.Y + row, placement.X + x, values[x]);
            }
        }
    }

    private void Pad(int slot)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var values = _format.Values;
            var value = ((_format.Values.Pad * values.Scale) - values.Mean[channel]) / values.Std[channel];
            if (_format.Type == TensorType.Float32 && !_format.IsChannelsLast)
            {
                var plane = _format.Size.Width * _format.Size.Height;
                Data.As<float>().Slice((slot * _format.SlotLength) + (channel * plane), plane).Fill(value);
                continue;
            }

            for (var i = 0; i < _format.Size.Area; i++)
            {
                Write(slot, channel, i / _format.Size.Width, i % _format.Size.Width, value);
            }
        }
    }

    private void Write(int slot, int channel, int y, int x, float value)
    {
        var pixel = (y * _format.Size.Width) + x;
        var index = (slot * _format.SlotLength)
            + (_format.IsChannelsLast ? (pixel * 3) + channel : (channel * (int)_format.Size.Area) + pixel);
        switch (_format.Type)
        {
            case TensorType.UInt8:
                Data.Data[index] = (byte)Math.Clamp(MathF.Round(value), 0, 255);
                break;
            case TensorType.Float16:
                ((Half*)Data.Data)[index] = (Half)value;
                break;
            default:
                ((float*)Data.Data)[index] = value;
                break;
        }
    }
}
