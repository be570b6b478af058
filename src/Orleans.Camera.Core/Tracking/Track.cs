using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tracking;

/// <summary>One object over time, as seen on the latest picture.</summary>
/// <param name="Id">Unique within the camera, from 1; never used again.</param>
/// <param name="Box">Where it is, in relative coordinates.</param>
/// <param name="Label">Index into the detector's labels.</param>
/// <param name="Score">Score of its latest detection, 0..1.</param>
/// <param name="First">
/// Where it was when it was first seen, some pictures before the tracker was sure of it: a fast vehicle may already have
/// crossed a line by the time it is reported.
/// </param>
public readonly record struct Track(long Id, Box Box, int Label, float Score, Box First);
