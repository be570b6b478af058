namespace Orleans.Camera.Core.Cameras;

/// <summary>What a run works with.</summary>
/// <param name="Sources">Makes its source.</param>
/// <param name="Detectors">Opens its detector.</param>
/// <param name="Time">The clock.</param>
/// <param name="Seed">Of its pauses.</param>
public sealed record CameraTools(IFrameSources Sources, IDetectors Detectors, TimeProvider Time, int Seed);
