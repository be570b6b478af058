using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Measuring;

namespace Orleans.Camera.Grains.Workers;

/// <summary>What a model does on its device, measured as it begins.</summary>
/// <param name="Throughput">By the way in which it will be asked; null where it is too fast to be worth measuring.</param>
/// <param name="Batch">How pictures are gathered for it.</param>
internal sealed record WorkerTrial(ThroughputTrial? Throughput, BatchRule Batch)
{
    /// <summary>What a batch must save of a picture's time, to be worth the wait: more than two measurements differ by themselves.</summary>
    private const double LeastGain = 0.1;

    /// <summary>Tries one picture at a time, and a full batch where the model's manifest has one: who is not faster by it does not gather.</summary>
    public static async Task<WorkerTrial> RunAsync(IOpenDetector model, WorkerLane lane, TimeProvider time)
    {
        if (model.Picture.IsEmpty)
        {
            return new(null, BatchRule.Single);
        }

        using var picture = Frame.Over(LayoutFor(model), new byte[LayoutFor(model).ByteLength], 0, default, default);
        var rule = lane.Batch;
        var probe = new ThroughputProbe(time, rule.Maximum > 1 ? ThroughputProbe.Longest / 2 : ThroughputProbe.Longest);
        var single = await probe.RunAsync(async stop => await lane.DetectAsync(picture, motion: null, stop).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        if (rule.Maximum == 1)
        {
            return new(single, rule);
        }

        Frame[] pictures = [.. Enumerable.Repeat(picture, rule.Maximum)];
        var full = await probe.RunAsync(async stop => await lane.DetectAsync(pictures, stop).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);
        var batch = full with { PerPicture = full.PerPicture / rule.Maximum };
        return full.Runs > 0 && batch.PerPicture <= (1 - LeastGain) * single.PerPicture ? new(batch, rule) : new(single, BatchRule.Single);
    }

    /// <summary>Of a picture as large as the model can use.</summary>
    public static FrameLayout LayoutFor(IOpenDetector model) => model.Picture is { IsEmpty: false } size
        ? new(size, new(Even(size.Width / 4), Even(size.Height / 4)), new(Even(size.Width), Even(size.Height)))
        : new(new(2, 2), default, default);

    private static int Even(int side) => Math.Max(2, side & ~1);
}
