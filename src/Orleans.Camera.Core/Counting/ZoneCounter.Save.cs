using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Counting;

public sealed partial class ZoneCounter : IStateful
{
    private const int Mark = 0x5A430001;

    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Mark);
        writer.Write(Fingerprint());
        writer.Write(_occupancy);
        writer.Write(_entered);
        writer.Write(_left);
        writer.Write(_loitered);
        writer.Write(_dwell);
        writer.Write(_visits.Count);
        for (var index = 0; index < _visits.Count; index++)
        {
            writer.Write(_visits.IdAt(index));
            _visits.At(index).Save(writer);
        }
    }

    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var what = $"zone '{_definition.Name}'";
        reader.Expect(Mark, what);
        reader.Expect(Fingerprint(), what);
        _occupancy = reader.ReadInt32();
        _entered = reader.ReadInt64();
        _left = reader.ReadInt64();
        _loitered = reader.ReadInt64();
        _dwell = reader.ReadTimeSpan();
        _visits.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            ref var visit = ref _visits.GetOrAdd(reader.ReadInt64(), out _);
            visit = ZoneVisit.Read(reader);
            if ((uint)visit.Label >= (uint)_labels.Count)
            {
                throw new InvalidDataException($"The saved state of the {what} is damaged: there is no label {visit.Label}.");
            }
        }
    }

    private int Fingerprint()
    {
        var mark = new Fingerprint()
            .Add(_definition.Name).Add((int)_definition.Anchor).Add(_definition.Labels)
            .Add(_definition.ConfirmationFrames).Add((float)_definition.LoiteringAfter.TotalSeconds)
            .Add(_labels).Add(_aspect);
        foreach (var corner in _definition.Polygon)
        {
            mark = mark.Add(corner);
        }

        return mark.Value;
    }
}
