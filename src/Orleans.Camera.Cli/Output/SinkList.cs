using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output;

/// <summary>Everything that is told what a run finds.</summary>
internal sealed class SinkList : IAsyncDisposable
{
    private readonly List<ICountSink> _sinks = [];

    /// <summary>Takes a sink over; it is told after those added before it.</summary>
    public void Add(ICountSink sink) => _sinks.Add(sink);

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
