using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tracking;

internal partial struct TrackState
{
    public readonly void Save(StateWriter writer)
    {
        writer.Write(Id);
        writer.Write(First.Left);
        writer.Write(First.Top);
        writer.Write(First.Right);
        writer.Write(First.Bottom);
        writer.Write(Label);
        writer.Write(_labelWeight);
        writer.Write(Score);
        writer.Write(Assurance);
        writer.Write(Sightings);
        writer.Write(Misses);
        writer.Write(SeenAt);
        writer.Write(HasOverlapped);
        _x.Save(writer);
        _y.Save(writer);
        _width.Save(writer);
        _height.Save(writer);
    }

    public static TrackState Read(StateReader reader) => new()
    {
        Id = reader.ReadInt64(),
        First = new Box(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()),
        Label = reader.ReadInt32(),
        _labelWeight = reader.ReadSingle(),
        Score = reader.ReadSingle(),
        Assurance = reader.ReadSingle(),
        Sightings = reader.ReadInt32(),
        Misses = reader.ReadInt32(),
        SeenAt = reader.ReadInt64(),
        HasOverlapped = reader.ReadBoolean(),
        _x = KalmanAxis.Read(reader),
        _y = KalmanAxis.Read(reader),
        _width = KalmanAxis.Read(reader),
        _height = KalmanAxis.Read(reader),
    };
}
