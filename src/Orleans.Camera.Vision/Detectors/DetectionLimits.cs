namespace Orleans.Camera.Vision.Detectors;

/// <param name="Score">Boxes below are dropped.</param>
/// <param name="Nms">Greatest overlap of two boxes of a label.</param>
/// <param name="MaxDetections">Boxes a picture, at most.</param>
/// <param name="MostRegions">Crops a picture, at most; 0 for the whole picture.</param>
internal sealed record DetectionLimits(float Score, float Nms, int MaxDetections, int MostRegions);
