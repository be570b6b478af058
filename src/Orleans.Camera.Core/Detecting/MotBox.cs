namespace Orleans.Camera.Core.Detecting;

/// <summary>One line of a MOTChallenge file; lengths in pixels, score 0..1.</summary>
internal readonly record struct MotBox(int Frame, float Left, float Top, float Width, float Height, float Score);
