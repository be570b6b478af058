using System.Numerics;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>
/// Draws what the pipeline found over its pictures: boxes with label and track number, trails, lines with the arrow of
/// <c>in</c>, zones and a panel of running counts. Everything scales with the picture. Not thread safe.
/// </summary>
public sealed class Overlay
{
    private readonly OverlayOptions _options;
    private readonly GlyphAtlas _text;
    private readonly LineDrawing[] _lines;
    private readonly Trails _trails;
    private readonly RunningCounts _counts = new();
    private readonly List<Track> _tracks = [];
    private readonly float _unit;

    private Overlay(OverlayOptions options, GlyphAtlas text, float unit)
    {
        (_options, _text, _unit) = (options, text, unit);
        _trails = new Trails(Math.Max(8, (int)(options.FramesPerSecond * 2)));
        var flash = Math.Max(2, (int)(options.FramesPerSecond * 0.6));
        _lines = [.. options.Lines.Select(line => new LineDrawing(line, flash))];
        Canvas = new Canvas(options.Size);
    }

    /// <summary>The latest picture, drawn over.</summary>
    public Canvas Canvas { get; }

    /// <summary>Prepares the text.</summary>
    /// <exception cref="IOException">FFmpeg or the font is missing.</exception>
    public static async Task<Overlay> CreateAsync(OverlayOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var unit = Math.Clamp(Math.Min(options.Size.Width, options.Size.Height) / 360f, 0.5f, 6);
        var text = await GlyphAtlasLoader.LoadAsync((int)Math.Round(Math.Max(8, 11 * unit)), cancellationToken).ConfigureAwait(false);
        return new Overlay(options, text, unit);
    }

    /// <summary>Takes what was found on the next picture.</summary>
    public void Observe(PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _counts.Add(result);
        _trails.Add(result.Tracks, _options.Lines.Count > 0 ? _options.Lines[0].Anchor : Anchor.BottomCenter);
        _tracks.Clear();
        _tracks.AddRange(result.Tracks);
        foreach (var line in _lines)
        {
            line.Observe(result.Crossings);
        }
    }

    /// <summary>Draws what was observed last over a picture.</summary>
    /// <param name="frame">The picture; it carries colours.</param>
    /// <param name="heat">Laid under everything else; null for none.</param>
    public void Draw(Frame frame, HeatGrid? heat = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Canvas.Paint(frame);
        if (heat is not null)
        {
            Canvas.DrawHeat(heat);
        }

        foreach (var zone in _options.Zones)
        {
            ZoneDrawing.Draw(Canvas, zone, _text, _counts.OccupancyOf(zone.Name), _unit);
        }

        _trails.Draw(Canvas, 2.2f * _unit);
        foreach (var line in _lines)
        {
            line.Draw(Canvas, _unit);
        }

        foreach (var track in _tracks)
        {
            DrawBox(track);
        }

        CountsPanel.Draw(Canvas, _text, _options, _counts, _unit);
    }

    private void DrawBox(in Track track)
    {
        var scale = new Vector2(Canvas.Size.Width, Canvas.Size.Height);
        var (from, to) = (new Vector2(track.Box.Left, track.Box.Top) * scale, new Vector2(track.Box.Right, track.Box.Bottom) * scale);
        var colour = Palette.OfTrack(track.Id);
        Canvas.Outline([from, new(to.X, from.Y), to, new(from.X, to.Y)], isClosed: true, 1.6f * _unit, colour);

        var label = track.Label < _options.Labels.Count ? _options.Labels[track.Label] : "?";
        var text = $"{label} {track.Id}";
        var (width, height) = (_text.WidthOf(text) + (4 * _unit), _text.Height + _unit);
        var left = Math.Clamp(from.X - (0.8f * _unit), 0, Math.Max(0, scale.X - width));
        var top = from.Y - height >= 0 ? from.Y - height : Math.Min(to.Y, scale.Y - height);
        Canvas.Fill(new(left, top), new(left + width, top + height), 2 * _unit, colour, 0.9f);
        _text.Write(Canvas, text, (int)(left + (2 * _unit)), (int)(top + (_unit / 2)), Palette.Ink);
    }
}
