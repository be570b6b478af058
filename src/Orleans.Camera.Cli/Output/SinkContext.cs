using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output;

/// <summary>What sinks may know of a run that begins.</summary>
internal sealed record SinkContext(
    CountSettings Settings, SourceInfo Info, IReadOnlyList<string> Labels, CountingPipeline Pipeline, CommandConsole Console);

/// <summary>Opens the sinks of a run, once its source is open.</summary>
/// <exception cref="IOException">A file cannot be written.</exception>
internal delegate Task<SinkList> OpenSinks(SinkContext context, CancellationToken cancellationToken);
