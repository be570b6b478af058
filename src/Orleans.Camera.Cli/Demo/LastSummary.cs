using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Demo;

/// <summary>Keeps what a run ended with.</summary>
internal sealed class LastSummary : ICountSink
{
    public CountSummary? Summary { get; private set; }

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap)
    {
    }

    public ValueTask EndAsync(CountSummary summary)
    {
        Summary = summary;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
