using Orleans.Camera.Cli.Output;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Counting;

/// <summary>
/// One run of <c>camera count</c>: reads the source to its end, a fault or an interruption, and tells the sinks. Whatever
/// ends it, what was counted until then is told.
/// </summary>
internal sealed class CountRun(CountSettings settings, CommandConsole console, OpenSinks openSinks)
{
    private readonly FootageClock _clock = new();

    /// <returns>The exit code, where the source ended by itself or the run was interrupted.</returns>
    /// <exception cref="UsageException">The detector does not know a label.</exception>
    /// <exception cref="SourceException">The source cannot be opened, or broke off.</exception>
    /// <exception cref="ModelException">The model cannot be loaded, or answers nonsense.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var recorded = settings.Detections is { } file ? MotDetections.Load(file) : null;
        using var model = DetectorChoice.OpenModel(settings);
        await using var source = SourceChoice.Create(settings, recorded, model, console);
        var info = await source.OpenAsync(cancellationToken);
        using var detector = DetectorChoice.Create(recorded, model, info.Layout);
        var pipeline = PipelineOf(info.Layout, detector);
        await using var sinks = await openSinks(new SinkContext(settings, info, detector.Labels, pipeline, console), cancellationToken);
        var fault = await ReadAsync(source, pipeline, sinks, cancellationToken);

        var rest = pipeline.Finish();
        sinks.Tell(rest.Crossings, rest.ZoneEvents);
        await sinks.EndAsync(CountSummary.Of(pipeline.Totals, source.Statistics, _clock.LengthAt(info.FramesPerSecond)));
        return fault switch
        {
            null => ExitCode.Success,
            OperationCanceledException => ExitCode.Interrupted,
            SourceException broken => throw new SourceException(broken.Message, broken),
            _ => throw new ModelException(fault.Message, fault),
        };
    }

    /// <summary>Reads to the end and returns why it ended early; null where it did not.</summary>
    private async Task<Exception?> ReadAsync(IFrameSource source, CountingPipeline pipeline, SinkList sinks, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = await source.ReadAsync(cancellationToken);
                if (read.IsEnd)
                {
                    return null;
                }

                if (read.Gap is { } gap)
                {
                    sinks.Tell(gap);
                }

                if (read.Frame is { } frame)
                {
                    using (frame)
                    {
                        _clock.See(frame.Pts);
                        var result = await pipeline.ProcessAsync(frame, cancellationToken);
                        await sinks.TellAsync(result, cancellationToken);
                    }
                }
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
        catch (Exception exception) when (exception is SourceException or ModelException)
        {
            // Whoever interrupts may have ended the source as well, and it is the interruption that counts.
            return cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : exception;
        }
    }

    private CountingPipeline PipelineOf(FrameLayout layout, IObjectDetector detector)
    {
        var plan = new CountingPlan
        {
            Lines = settings.Lines,
            Zones = settings.Zones,
            Labels = settings.Labels.Count > 0 ? settings.Labels : PeopleAndVehicles.Among(detector.Labels),
            HeatMap = settings.Snapshot is not null,
        };

        // Recorded boxes are not to be held back by a gate that sees nothing move.
        var seen = settings.Detections is null ? layout : new FrameLayout(layout.Source, gate: default);
        try
        {
            return new CountingPipeline(plan, detector, seen);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"--labels: {Messages.WithoutParameter(exception)}");
        }
    }
}
