using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output;

/// <summary>Something that is told what a run finds: a stream of JSON, a table, a video. Told in order, one call at a time.</summary>
internal interface ICountSink : IAsyncDisposable
{
    /// <summary>A picture went through the pipeline. Its frame may be kept only by retaining it.</summary>
    ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken);

    /// <summary>What happened on the picture before; or at the end of the source.</summary>
    void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents);

    /// <summary>Pictures are missing.</summary>
    void Gap(Gap gap);

    /// <summary>Nothing more comes.</summary>
    ValueTask EndAsync(CountSummary summary);
}
