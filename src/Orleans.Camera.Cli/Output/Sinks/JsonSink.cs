using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output.Sinks;

/// <summary>One JSON object a line on standard output, written at once, so that a reader of the pipe sees it at once.</summary>
internal sealed class JsonSink : ICountSink
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly CommandConsole _console;
    private readonly Utf8JsonWriter _json;

    public JsonSink(CommandConsole console) => (_console, _json) = (console, new Utf8JsonWriter(_line));

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
        foreach (var crossing in crossings)
        {
            Begin("crossing");
            _json.WriteString("line", crossing.Line);
            _json.WriteString("direction", crossing.Direction == Direction.In ? "in" : "out");
            Finish(crossing.Label, crossing.TrackId, crossing.Frame, crossing.Time);
        }

        foreach (var happened in zoneEvents)
        {
            Begin("zone");
            _json.WriteString("zone", happened.Zone);
            _json.WriteString("event", NameOf(happened.Kind));
            _json.WriteNumber("dwellSeconds", Seconds(happened.Dwell));
            Finish(happened.Label, happened.TrackId, happened.Frame, happened.Time);
        }
    }

    public void Gap(Gap gap)
    {
        Begin("gap");
        _json.WriteString("from", TimeText(gap.From));
        _json.WriteString("to", TimeText(gap.To));
        _json.WriteNumber("pictures", gap.Pictures);
        _json.WriteString("reason", gap.Reason);
        Finish();
    }

    public ValueTask EndAsync(CountSummary summary)
    {
        Begin("summary");
        _json.WriteNumber("frames", summary.Frames);
        _json.WriteNumber("motionFrames", summary.MotionFrames);
        _json.WriteNumber("detectedFrames", summary.DetectedFrames);
        _json.WriteNumber("skippedFrames", summary.SkippedFrames);
        _json.WriteNumber("seconds", Seconds(summary.Footage));
        WriteLines(summary.Lines);
        WriteZones(summary.Zones);
        Finish();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private static string NameOf(ZoneEventKind kind) => kind switch
    {
        ZoneEventKind.Entered => "entered",
        ZoneEventKind.Left => "left",
        _ => "loitering",
    };

    private static string TimeText(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private void WriteLines(IReadOnlyList<LineTotals> lines)
    {
        _json.WriteStartObject("lines");
        foreach (var line in lines)
        {
            _json.WriteStartObject(line.Line);
            _json.WriteNumber("in", line.In);
            _json.WriteNumber("out", line.Out);
            _json.WriteStartObject("byLabel");
            foreach (var label in line.ByLabel)
            {
                _json.WriteStartObject(label.Label);
                _json.WriteNumber("in", label.In);
                _json.WriteNumber("out", label.Out);
                _json.WriteEndObject();
            }

            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteZones(IReadOnlyList<ZoneTotals> zones)
    {
        _json.WriteStartObject("zones");
        foreach (var zone in zones)
        {
            _json.WriteStartObject(zone.Zone);
            _json.WriteNumber("occupancy", zone.Occupancy);
            _json.WriteNumber("entered", zone.Entered);
            _json.WriteNumber("left", zone.Left);
            _json.WriteNumber("dwellSeconds", Seconds(zone.Dwell));
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void Begin(string type)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("type", type);
    }

    private void Finish(string label, long track, long frame, DateTimeOffset time)
    {
        _json.WriteString("label", label);
        _json.WriteNumber("track", track);
        _json.WriteNumber("frame", frame);
        _json.WriteString("time", TimeText(time));
        Finish();
    }

    private void Finish()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _console.Out.Write(_line.WrittenSpan);
    }
}
