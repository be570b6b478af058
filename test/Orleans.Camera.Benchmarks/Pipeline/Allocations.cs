using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Benchmarks.Pipeline;

/// <summary>
/// What .NET allocates for each picture, by all threads of the process: source, gate, motion detector, tracker and a line
/// run here as they do in <c>count</c>. The first fifth of the clip is left out: pools fill, lists grow.
/// </summary>
internal static class Allocations
{
    private const double Most = 2048;
    private const int Windows = 8;

    public static async Task<Measure> MeasureAsync(Clip clip, CancellationToken cancellationToken)
    {
        List<double> perPicture = [];
        var windowLength = Math.Max(1, clip.Pictures * 4 / 5 / Windows);
        var warmUp = clip.Pictures - (windowLength * Windows);
        var pictures = 0L;
        var allocated = 0L;
        await foreach (var _ in CountAsync(clip, cancellationToken))
        {
            pictures++;
            if (pictures >= warmUp && (pictures - warmUp) % windowLength == 0)
            {
                var now = GC.GetTotalAllocatedBytes(precise: true);
                if (pictures > warmUp)
                {
                    perPicture.Add((double)(now - allocated) / windowLength);
                }

                // What the measurement itself allocates belongs to no picture.
                allocated = GC.GetTotalAllocatedBytes(precise: true);
            }
        }

        return new Measure(
            "allocated bytes", "bytes allocated by .NET per picture", clip.Name, Spread.Of(perPicture), Most, AtMost: true,
            clip.Decides);
    }

    /// <summary>Works through the clip; yields after every picture.</summary>
    private static async IAsyncEnumerable<PictureResult> CountAsync(
        Clip clip, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = FrameSources.Create(
            SourceAddress.Parse(clip.Path), new FrameSourceOptions(), NullLogger.Instance);
        var info = await source.OpenAsync(cancellationToken);
        using var detector = new MotionDetector(info.Layout.Gate);
        var line = new LineZoneDefinition { Name = "middle", Start = new ImagePoint(0, 0.5f), End = new ImagePoint(1, 0.5f) };
        var pipeline = new CountingPipeline(new CountingPlan { Lines = [line] }, detector, info.Layout);
        while (await source.ReadAsync(cancellationToken) is { IsEnd: false } read)
        {
            using var frame = read.Frame ?? throw new BenchException($"clip {clip.Path}: damaged: {read.Gap?.Reason}");
            yield return await pipeline.ProcessAsync(frame, cancellationToken);
        }
    }
}
