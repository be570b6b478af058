using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Counting;

public sealed partial class LineCounter : IStateful
{
    private const int Mark = 0x4C430001;

    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Mark);
        writer.Write(Fingerprint());
        for (var label = 0; label < _labels.Count; label++)
        {
            writer.Write(_in[label]);
            writer.Write(_out[label]);
        }

        writer.Write(_passages.Count);
        for (var index = 0; index < _passages.Count; index++)
        {
            writer.Write(_passages.IdAt(index));
            _passages.At(index).Save(writer);
        }
    }

    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var what = $"line '{_definition.Name}'";
        reader.Expect(Mark, what);
        reader.Expect(Fingerprint(), what);
        for (var label = 0; label < _labels.Count; label++)
        {
            _in[label] = reader.ReadInt64();
            _out[label] = reader.ReadInt64();
        }

        _passages.Clear();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            _passages.GetOrAdd(reader.ReadInt64(), out _) = LinePassage.Read(reader);
        }
    }

    private int Fingerprint() => new Fingerprint()
        .Add(_definition.Name).Add(_definition.Start).Add(_definition.End).Add((int)_definition.Anchor)
        .Add(_definition.Labels).Add(_definition.ConfirmationFrames).Add(_definition.Hysteresis)
        .Add(_labels).Add(_aspect).Value;
}
