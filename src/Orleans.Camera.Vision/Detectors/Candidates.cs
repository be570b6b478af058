namespace Orleans.Camera.Vision.Detectors;

/// <summary>A box as a model found it, in pixels of its input.</summary>
internal readonly record struct Candidate(float Left, float Top, float Right, float Bottom, int Label, float Score)
{
    public static Candidate Around(float x, float y, float width, float height, int label, float score) =>
        new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), label, score);
}
