using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// Writes the annotated picture on which most objects were seen at once, the latest of several: the one that says most
/// about a run.
/// </summary>
/// <param name="path">The PNG file.</param>
/// <param name="canvas">What was drawn of the picture, by the time this sink is told of it.</param>
internal sealed class BusiestPicture(string path, Canvas canvas) : ICountSink
{
    private readonly Canvas _best = new(canvas.Size);
    private int _most = -1;

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken)
    {
        if (result.Tracks.Count >= _most)
        {
            _most = result.Tracks.Count;
            _best.CopyFrom(canvas);
        }

        return ValueTask.CompletedTask;
    }

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap)
    {
    }

    public ValueTask EndAsync(CountSummary summary)
    {
        if (_most >= 0)
        {
            PngFile.Write(path, _best);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
