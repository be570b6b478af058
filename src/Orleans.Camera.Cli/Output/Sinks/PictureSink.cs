using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Vision.Rendering;
using PictureSize = Orleans.Camera.Core.Geometry.PictureSize;

namespace Orleans.Camera.Cli.Output.Sinks;

/// <summary>What people look at: the annotated video, and the last picture with the heat map.</summary>
internal sealed class PictureSink : ICountSink
{
    // Where neither source nor user says how fast pictures come.
    private const double UsualRate = 25;

    private readonly Overlay _overlay;
    private readonly AnnotatedVideo? _video;
    private readonly string? _snapshot;
    private readonly HeatMap? _heat;
    private Frame? _last;

    private PictureSink(Overlay overlay, AnnotatedVideo? video, string? snapshot, HeatMap? heat) =>
        (_overlay, _video, _snapshot, _heat) = (overlay, video, snapshot, heat);

    /// <summary>The latest picture, drawn over where a video is written.</summary>
    public Canvas Canvas => _overlay.Canvas;

    public static async Task<PictureSink> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        var (settings, info) = (context.Settings, context.Info);
        var known = info.FramesPerSecond > 0 ? info.FramesPerSecond : settings.ProcessFps ?? UsualRate;
        var rate = Math.Min(known, settings.ProcessFps ?? known);
        var options = new OverlayOptions
        {
            Size = info.Layout.Picture,
            FramesPerSecond = rate,
            Labels = context.Labels,
            Lines = settings.Lines,
            Zones = settings.Zones,
        };
        var overlay = await Overlay.CreateAsync(options, cancellationToken);
        var video = settings.Annotate is { } path ? AnnotatedVideo.Create(path, options.Size, rate) : null;
        return new PictureSink(overlay, video, settings.Snapshot, context.Pipeline.HeatMap);
    }

    public async ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken)
    {
        _overlay.Observe(result);
        if (_video is not null)
        {
            _overlay.Draw(result.Frame);
            await _video.AddAsync(_overlay.Canvas, result.Frame.Pts, cancellationToken);
        }

        _last?.Dispose();
        _last = result.Frame.Retain();
    }

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap)
    {
    }

    public async ValueTask EndAsync(CountSummary summary)
    {
        if (_video is not null)
        {
            await _video.CompleteAsync(CancellationToken.None);
        }

        if (_snapshot is not null && _last is not null)
        {
            var heat = _heat is null ? null : new HeatGrid(_heat.Seconds.ToArray(), new PictureSize(_heat.Columns, _heat.Rows));
            _overlay.Draw(_last, heat);
            PngFile.Write(_snapshot, _overlay.Canvas);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _last?.Dispose();
        if (_video is not null)
        {
            await _video.DisposeAsync();
        }
    }
}
