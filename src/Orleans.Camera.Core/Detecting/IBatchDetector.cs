using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Detecting;

/// <summary>How pictures of several cameras are gathered for one run of a model.</summary>
/// <param name="Maximum">Pictures in one run at most, 1..<see cref="Most"/>. 1 does not batch.</param>
/// <param name="MaximumWait">How long the first of them waits for others, 0..1 s.</param>
public sealed record BatchRule(int Maximum, TimeSpan MaximumWait)
{
    /// <summary>No model is asked to take more at once.</summary>
    public const int Most = 64;

    /// <summary>One picture after the other, each at once.</summary>
    public static readonly BatchRule Single = new(1, TimeSpan.Zero);

    /// <summary>Longer than this, no first picture of a batch waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
}

/// <summary>Finds objects on several pictures in one run of a model. One call at a time.</summary>
public interface IBatchDetector
{
    BatchRule Batch { get; }

    /// <summary>Finds the objects of each picture and adds them to its own list.</summary>
    /// <param name="frames">With a colour picture each, of any sizes, 1 to <see cref="BatchRule.Maximum"/>; retained by the caller until the returned task ends.</param>
    /// <param name="detections">As many lists, emptied by the caller.</param>
    /// <exception cref="ModelException">The output for one of the pictures makes no sense; nobody can say for which.</exception>
    ValueTask DetectAsync(IReadOnlyList<Frame> frames, IReadOnlyList<List<Detection>> detections, CancellationToken cancellationToken);
}
