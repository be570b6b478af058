using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Cli.Output.Sinks;

/// <summary>Writes every track of every picture in MOTChallenge form.</summary>
internal sealed class TracksSink : ICountSink
{
    private readonly StreamWriter _file;
    private readonly MotWriter _writer;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public TracksSink(string path, PictureSize size)
    {
        _file = new StreamWriter(path);
        _writer = new MotWriter(_file, size);
    }

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken)
    {
        _writer.Write(result.Frame.Number, result.Tracks);
        return ValueTask.CompletedTask;
    }

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap)
    {
    }

    public async ValueTask EndAsync(CountSummary summary) => await _file.FlushAsync();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
