using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tracking;

public sealed partial class ByteTracker
{
    private const int Mark = 0x42540001;

    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Mark);
        writer.Write(_aspect);
        writer.Write(_nextId);
        writer.Write(_clock);
        writer.Write(_hasBegun);
        writer.Write(_lastPts);
        writer.Write(_count);
        foreach (ref readonly var track in _tracks.AsSpan(0, _count))
        {
            track.Save(writer);
        }
    }

    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(Mark, "tracker");
        reader.Expect(BitConverter.SingleToInt32Bits(_aspect), "tracker (aspect ratio)");
        _nextId = reader.ReadInt64();
        _clock = reader.ReadInt64();
        _hasBegun = reader.ReadBoolean();
        _lastPts = reader.ReadTimeSpan();
        var count = reader.ReadCount();
        if (count > _tracks.Length)
        {
            throw new InvalidDataException($"The saved tracker has {count} tracks, more than the {_tracks.Length} allowed here.");
        }

        for (_count = 0; _count < count; _count++)
        {
            _tracks[_count] = TrackState.Read(reader);
        }

        _endedCount = 0;
        ListActive();
    }
}
