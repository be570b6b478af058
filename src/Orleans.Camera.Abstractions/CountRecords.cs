namespace Orleans.Camera.Abstractions;

/// <summary>Which way an object crossed a line.</summary>
[GenerateSerializer, Alias("camera.direction")]
public enum CrossingDirection
{
    In = 0,
    Out = 1,
}

/// <summary>What happened to an object in a zone.</summary>
[GenerateSerializer, Alias("camera.zone-event-kind")]
public enum AreaEventKind
{
    Entered = 0,
    Left = 1,
    Loitering = 2,
}

/// <summary>Something that was counted. A receiver that knows (camera, sequence) has seen it before and drops it.</summary>
/// <param name="Camera">The camera's name.</param>
/// <param name="Sequence">From 1, without holes, for ever. A missing number is asked for with <see cref="ICameraGrain.GetEventsAsync"/>.</param>
[GenerateSerializer, Immutable, Alias("camera.event")]
public abstract record CountEvent([property: Id(0)] string Camera, [property: Id(1)] long Sequence);

/// <summary>An object crossed a line.</summary>
/// <param name="Frame">Number of the picture, from 1.</param>
/// <param name="Time">Time of the picture, UTC.</param>
[GenerateSerializer, Immutable, Alias("camera.crossing")]
public sealed record CrossingRecord(
    string Camera,
    long Sequence,
    [property: Id(0)] string Line,
    [property: Id(1)] CrossingDirection Direction,
    [property: Id(2)] string Label,
    [property: Id(3)] long Track,
    [property: Id(4)] long Frame,
    [property: Id(5)] DateTimeOffset Time) : CountEvent(Camera, Sequence);

/// <summary>An object entered or left a zone, or has been in it for long.</summary>
[GenerateSerializer, Immutable, Alias("camera.zone-event")]
public sealed record AreaRecord(
    string Camera,
    long Sequence,
    [property: Id(0)] string Zone,
    [property: Id(1)] AreaEventKind Kind,
    [property: Id(2)] string Label,
    [property: Id(3)] long Track,
    [property: Id(4)] TimeSpan Dwell,
    [property: Id(5)] long Frame,
    [property: Id(6)] DateTimeOffset Time) : CountEvent(Camera, Sequence);

/// <summary>An interval that was not observed: no data, which is not the same as nobody.</summary>
/// <param name="Pictures">How many pictures are missing; 0 where nobody can know.</param>
[GenerateSerializer, Immutable, Alias("camera.gap")]
public sealed record GapRecord(
    string Camera,
    long Sequence,
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] long Pictures,
    [property: Id(3)] string Reason) : CountEvent(Camera, Sequence);

/// <summary>Crossings of one line and label so far.</summary>
[GenerateSerializer, Immutable, Alias("camera.count")]
public sealed record CountTotal(
    [property: Id(0)] string Line,
    [property: Id(1)] string Label,
    [property: Id(2)] long In,
    [property: Id(3)] long Out);

/// <summary>What a camera has counted up to an event: what a dashboard begins with.</summary>
/// <param name="Sequence">Number of the latest event contained.</param>
[GenerateSerializer, Immutable, Alias("camera.counts")]
public sealed record CameraCounts(
    [property: Id(0)] string Camera,
    [property: Id(1)] long Sequence,
    IReadOnlyList<CountTotal> Totals)
{
    [Id(2)]
    public IReadOnlyList<CountTotal> Totals { get; init => field = value.ToArray(); } = Totals.ToArray();
}
