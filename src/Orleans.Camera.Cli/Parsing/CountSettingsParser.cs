using System.CommandLine;
using System.CommandLine.Parsing;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Parsing;

/// <summary>Gives the options of <c>camera count</c> their meaning and checks what contradicts.</summary>
internal static class CountSettingsParser
{
    private const string DefaultModel = "yolox-nano";

    /// <exception cref="UsageException">A value is wrong, or two options contradict each other.</exception>
    public static CountSettings Parse(ParseResult parse, CountOptions options)
    {
        var model = ModelOf(parse, options);
        var anchor = AnchorOf(parse, options, isMotion: model is null && parse.GetValue(options.Detections) is null);
        var labels = Values.Labels("--labels", parse.GetValue(options.Labels));
        var settings = new CountSettings
        {
            Source = SourceOf(parse, options),
            Lines = LinesOf(parse.GetValue(options.Lines) ?? [], anchor),
            Zones = ZonesOf(parse.GetValue(options.Zones) ?? [], anchor),
            Model = model,
            Labels = labels,
            Detections = Values.Path("--detections", parse.GetValue(options.Detections)),
            Tracks = Values.Path("--tracks", parse.GetValue(options.Tracks)),
            ProcessFps = Values.Rate("--process-fps", parse.GetValue(options.ProcessFps)),
            Start = Values.Position("--start", parse.GetValue(options.Start)) ?? 1,
            UseUdp = Values.OneOf("--rtsp-transport", parse.GetValue(options.Transport), "tcp", "udp") == "udp",
            Virtual = VirtualOf(parse, options),
            FolderFps = parse.GetValue(options.Source) is null ? null : Values.Rate("--fps", parse.GetValue(options.Fps)),
            Json = parse.GetValue(options.Json),
            Annotate = Values.Path("--annotate", parse.GetValue(options.Annotate), ".mp4"),
            Snapshot = Values.Path("--snapshot", parse.GetValue(options.Snapshot), ".png"),
        };
        CheckTogether(settings, parse, options);
        return settings;
    }

    private static string? SourceOf(ParseResult parse, CountOptions options)
    {
        var source = parse.GetValue(options.Source);
        var isDash = source is { Length: > 1 } && source[0] == '-';
        if (isDash && !parse.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            throw new UsageException($"'{source}' is neither a source nor an option of count. A file of that name is written ./{source}");
        }

        return source is null || (!string.IsNullOrWhiteSpace(source) && !source.Any(char.IsControl))
            ? source
            : throw new UsageException("SOURCE is empty or has control characters in it: name a file, a folder, an address, or - for standard input.");
    }

    /// <summary>
    /// The lower edge of a box is where an object stands, but of what merely moves it is often a shadow's: the motion
    /// detector's boxes count by their middle.
    /// </summary>
    private static Anchor AnchorOf(ParseResult parse, CountOptions options, bool isMotion)
    {
        const string Center = "center", BottomCenter = "bottom-center";
        var fallback = isMotion ? Center : BottomCenter;
        return Values.OneOf("--anchor", parse.GetValue(options.Anchor), fallback, Center, BottomCenter) == Center
            ? Anchor.Center
            : Anchor.BottomCenter;
    }

    private static List<LineZoneDefinition> LinesOf(string[] texts, Anchor anchor)
    {
        var lines = texts.Select(text => LineText.Parse(text, anchor)).ToList();
        Values.RequireDistinct("--line", lines.Select(line => line.Name));
        return lines.Count > 0 ? lines : [LineText.Middle(anchor)];
    }

    private static List<ZoneDefinition> ZonesOf(string[] texts, Anchor anchor)
    {
        var zones = texts.Select(text => ZoneText.Parse(text, anchor)).ToList();
        Values.RequireDistinct("--zone", zones.Select(zone => zone.Name));
        return zones;
    }

    private static string? ModelOf(ParseResult parse, CountOptions options)
    {
        var model = parse.GetValue(options.Model);
        if (model is not null && string.IsNullOrWhiteSpace(model))
        {
            throw new UsageException("--model is empty: give the name of a model (see: camera model list) or an .onnx file.");
        }

        var detector = Values.OneOf("--detector", parse.GetValue(options.Detector), model is null ? "motion" : "onnx", "motion", "onnx");
        return (detector, model) switch
        {
            ("onnx", _) => model ?? DefaultModel,
            (_, null) => null,
            _ => throw new UsageException($"--model {model} goes with --detector onnx; the motion detector has no model."),
        };
    }

    private static (PictureSize Size, double Fps)? VirtualOf(ParseResult parse, CountOptions options)
    {
        var size = Values.Size("--size", parse.GetValue(options.Size));
        var fps = Values.Rate("--fps", parse.GetValue(options.Fps));
        return (size, fps) switch
        {
            (null, null) => null,
            (null, _) when parse.GetValue(options.Source) is not null => null, // the rate of a folder of pictures
            ({ } s, { } f) => (s, f),
            (null, _) => throw new UsageException("--fps goes with --size: both describe the pictures behind --detections."),
            (_, null) => throw new UsageException("--size goes with --fps: both describe the pictures behind --detections."),
        };
    }

    private static void CheckTogether(CountSettings settings, ParseResult parse, CountOptions options)
    {
        var problem = settings switch
        {
            { Source: null, Detections: null } => "SOURCE is missing: name a file, a folder, an address, or - for standard input.",
            { Source: null, Virtual: null } => "--detections without SOURCE needs --size WxH and --fps N of its pictures.",
            { Source: not null, Virtual: not null } => "--size describes pictures that are not there; leave it away with a SOURCE.",
            { FolderFps: not null } when !Directory.Exists(settings.Source) => "--fps is the rate of a folder of pictures; other sources know theirs.",
            { Source: null, Annotate: not null } => "--annotate needs the pictures: name a SOURCE.",
            { Source: null, Snapshot: not null } => "--snapshot needs the pictures: name a SOURCE.",
            { Source: null, Start: > 1 } => "--start skips pictures: name a SOURCE.",
            { Detections: not null, Model: not null } => "--detections stands in place of a detector; leave --detector and --model away.",
            { Detections: not null } when parse.GetResult(options.Detector) is not null =>
                "--detections stands in place of a detector; leave --detector and --model away.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new UsageException(problem);
        }

        RequireDistinctOutputs(settings);
    }

    private static void RequireDistinctOutputs(CountSettings settings)
    {
        string?[] files = [settings.Source, settings.Detections, settings.Tracks, settings.Annotate, settings.Snapshot];
        var paths = files.OfType<string>().Where(file => !file.Contains("://", StringComparison.Ordinal)).Select(Path.GetFullPath).ToList();
        var twice = paths.Find(path => paths.Count(other => other == path) > 1);
        if (twice is not null)
        {
            throw new UsageException($"'{twice}' is named twice: every input and output needs its own file.");
        }
    }
}
