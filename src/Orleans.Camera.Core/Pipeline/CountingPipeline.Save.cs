using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Pipeline;

/// <remarks>
/// State comes in two parts. The <em>base</em> is the gate's background, large and saved now and then; the <em>delta</em>
/// is everything else, small and saved often. A pipeline is restored from the delta of picture P and any base of a picture
/// B up to P: then the gate alone sees the pictures after B up to P again (<see cref="Replay"/>), and the pipeline goes on.
/// </remarks>
public sealed partial class CountingPipeline : IStateful
{
    private const int BaseMark = 0x43420001;
    private const int DeltaMark = 0x43440001;

    private long _gateAt;

    /// <summary>Number of the latest picture counted; 0 before the first.</summary>
    public long LastFrame => _last.Frame;

    /// <summary>Number of the latest picture the gate has seen. After a restore, the pictures between must be replayed.</summary>
    public long GateFrame => _gateAt;

    /// <summary>Saves the gate.</summary>
    /// <exception cref="InvalidOperationException">The detector has failed on the latest picture, which was not given again.</exception>
    public void SaveBase(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_gateAt != _last.Frame)
        {
            throw new InvalidOperationException($"The gate has seen picture {_gateAt}, but only {_last.Frame} is counted.");
        }

        writer.Write(BaseMark);
        writer.Write(_gateAt);
        _gate?.Save(writer);
    }

    /// <summary>Saves everything but the gate.</summary>
    public void SaveDelta(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(DeltaMark);
        writer.Write(_last.Frame);
        writer.Write(_last.Pts);
        writer.Write(_last.Time);
        writer.Write(_frames);
        writer.Write(_motionFrames);
        writer.Write(_detectedFrames);
        (_detector as IStateful)?.Save(writer);
        _tracker.Save(writer);
        foreach (var line in _lines)
        {
            line.Save(writer);
        }

        foreach (var zone in _zones)
        {
            zone.Save(writer);
        }

        HeatMap?.Save(writer);
    }

    /// <summary>Restores the gate; call it before <see cref="RestoreDelta"/>.</summary>
    /// <exception cref="InvalidDataException">The state is damaged, or of another version or configuration.</exception>
    public void RestoreBase(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(BaseMark, "pipeline (base)");
        _gateAt = reader.ReadInt64();
        _gate?.Restore(reader);
    }

    /// <summary>Restores everything but the gate.</summary>
    /// <exception cref="InvalidDataException">The state is damaged, or of another version or configuration.</exception>
    public void RestoreDelta(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(DeltaMark, "pipeline");
        _last = new Moment(reader.ReadInt64(), reader.ReadTimeSpan(), reader.ReadTime());
        _frames = reader.ReadInt64();
        _motionFrames = reader.ReadInt64();
        _detectedFrames = reader.ReadInt64();
        if (_gateAt > _last.Frame)
        {
            throw new InvalidDataException($"The saved gate is of picture {_gateAt}, later than the saved counts of picture {_last.Frame}.");
        }

        (_detector as IStateful)?.Restore(reader);
        _tracker.Restore(reader);
        foreach (var line in _lines)
        {
            line.Restore(reader);
        }

        foreach (var zone in _zones)
        {
            zone.Restore(reader);
        }

        HeatMap?.Restore(reader);
        Clear();
        _gateAt = _gate is null ? _last.Frame : _gateAt;
    }

    /// <summary>Shows the gate, and nothing else, a picture between the base and the delta.</summary>
    /// <param name="frame">The next picture that the uninterrupted run had processed.</param>
    public void Replay(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Number <= _gateAt || frame.Number > _last.Frame)
        {
            throw new InvalidOperationException($"Picture {frame.Number} is not between the gate's {_gateAt} and the counts' {_last.Frame}.");
        }

        _gate?.Process(frame.Gate, frame.Pts);
        _gateAt = frame.Number;
    }

    /// <summary>Saves base and delta of the same picture.</summary>
    public void Save(StateWriter writer)
    {
        SaveBase(writer);
        SaveDelta(writer);
    }

    public void Restore(StateReader reader)
    {
        RestoreBase(reader);
        RestoreDelta(reader);
    }
}
