using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Detecting;

/// <summary>A box that a detector found on one picture.</summary>
/// <param name="Box">Where, in relative coordinates.</param>
/// <param name="Label">Index into <see cref="IObjectDetector.Labels"/>.</param>
/// <param name="Score">Confidence, 0..1.</param>
public readonly record struct Detection(Box Box, int Label, float Score);
