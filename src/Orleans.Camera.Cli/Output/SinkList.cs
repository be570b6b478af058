using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output.Sinks;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output;

/// <summary>Everything that is told what a run finds.</summary>
internal sealed class SinkList : IAsyncDisposable
{
    private readonly List<ICountSink> _sinks = [];

    private SinkList()
    {
    }

    public static async Task<SinkList> OpenAsync(
        CountSettings settings,
        SourceInfo info,
        IReadOnlyList<string> labels,
        CountingPipeline pipeline,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        var list = new SinkList();
        try
        {
            // Progress leaves its line before anything else is printed at the end.
            if (console.IsErrorTerminal)
            {
                list._sinks.Add(new ProgressSink(console, info, pipeline));
            }

            if (settings.Tracks is { } tracks)
            {
                list._sinks.Add(new TracksSink(tracks, info.Layout.Source));
            }

            if (settings.Annotate is not null || settings.Snapshot is not null)
            {
                list._sinks.Add(await PictureSink.OpenAsync(settings, info, labels, pipeline, cancellationToken));
            }

            list._sinks.Add(settings.Json ? new JsonSink(console) : new TableSink(console));
            return list;
        }
        catch
        {
            await list.DisposeAsync();
            throw;
        }
    }

    public async ValueTask TellAsync(PictureResult result, CancellationToken cancellationToken)
    {
        foreach (var sink in _sinks)
        {
            await sink.PictureAsync(result, cancellationToken);
        }

        if (result.Crossings.Count > 0 || result.ZoneEvents.Count > 0)
        {
            Tell(result.Crossings, result.ZoneEvents);
        }
    }

    public void Tell(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
        foreach (var sink in _sinks)
        {
            sink.Events(crossings, zoneEvents);
        }
    }

    public void Tell(Gap gap)
    {
        foreach (var sink in _sinks)
        {
            sink.Gap(gap);
        }
    }

    public async ValueTask EndAsync(CountSummary summary)
    {
        foreach (var sink in _sinks)
        {
            await sink.EndAsync(summary);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sink in _sinks)
        {
            await sink.DisposeAsync();
        }
    }
}
