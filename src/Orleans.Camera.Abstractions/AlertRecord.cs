namespace Orleans.Camera.Abstractions;

/// <summary>
/// Something that an operator should know was raised, or is over. Told once each; again only where the teller died in between:
/// whoever knows (rule, where) as raised drops it when it is raised again.
/// </summary>
/// <param name="Rule">What it is: <c>camera-dark</c>, <c>camera-faulted</c>, <c>camera-degraded</c>, <c>store-away</c>, <c>cpu</c>,
/// <c>memory</c>, <c>disk</c>, <c>queue</c>, <c>queue-long</c>, <c>latency</c>, <c>error-rate</c>, <c>worker-failed</c>, <c>model-differs</c>.</param>
/// <param name="Where">Of what: <c>camera lobby</c>, <c>silo north</c>, <c>worker people/1</c>, <c>model people</c>.</param>
/// <param name="IsCritical">Whether somebody must act; else it is a warning.</param>
/// <param name="IsRaised">Whether it begins; else it is over.</param>
/// <param name="Since">Since when it is so, UTC: some time before it is raised.</param>
/// <param name="Time">When it was raised, or was seen to be over, UTC.</param>
/// <param name="Text">What is wrong, why, and what to do, in one line without credentials.</param>
[GenerateSerializer, Immutable, Alias("camera.alert")]
public sealed record AlertRecord(
    [property: Id(0)] string Rule,
    [property: Id(1)] string Where,
    [property: Id(2)] bool IsCritical,
    [property: Id(3)] bool IsRaised,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] DateTimeOffset Time,
    [property: Id(6)] string Text);
