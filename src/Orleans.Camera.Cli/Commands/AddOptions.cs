using System.CommandLine;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Parsing;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Commands;

/// <summary>The options of <c>camera add</c>; they mean what they mean to <c>camera count</c>.</summary>
internal sealed class AddOptions
{
    private readonly CountOptions _count = new();
    private readonly Argument<string> _name = new("NAME") { Description = "1 to 64 letters, digits, '-', '_' or '.'." };
    private readonly Argument<string> _source = new("SOURCE") { Description = "A file, a folder of pictures, rtsp://, http(s):// or device:///dev/video0." };
    private readonly Option<string?> _detector = new("--detector") { HelpName = "motion|MODEL", Description = "What finds objects. Default: motion." };
    private readonly Option<string?> _region = new("--region") { HelpName = "NAME", Description = "Where it stands; silos of this region come first." };
    private readonly Option<string?> _priority = new("--priority") { HelpName = "NAME", Description = "critical, high, normal or low: whose pictures go first to busy workers." };
    private readonly Option<string?> _dispatch = new("--dispatch") { HelpName = "POLICY", Description = "How a worker is chosen; default: as the silo is configured." };
    private readonly Option<bool> _realTime = new("--real-time") { Description = "Reads a file as fast as it was filmed, as if it were live." };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_source);
        foreach (var option in new Option[] { _count.Lines, _count.Zones, _detector, _count.Labels, _count.Anchor, _count.ProcessFps, _region, _priority, _dispatch, _realTime })
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">A value is wrong.</exception>
    public CameraDefinition DefinitionOf(ParseResult parse)
    {
        var anchor = parse.GetValue(_count.Anchor);
        _ = Values.OneOf("--anchor", anchor, "center", "bottom-center");
        var lines = (parse.GetValue(_count.Lines) ?? []).Select(text => LineText.Parse(text, Anchor.Center)).ToList();
        var zones = (parse.GetValue(_count.Zones) ?? []).Select(text => ZoneText.Parse(text, Anchor.Center)).ToList();
        Values.RequireDistinct("--line", lines.Select(line => line.Name));
        Values.RequireDistinct("--zone", zones.Select(zone => zone.Name));
        return new CameraDefinition
        {
            Name = parse.GetValue(_name)!,
            Source = SourceOf(parse.GetValue(_source)!),
            Lines = [.. (lines.Count > 0 ? lines : [LineText.Middle(Anchor.Center)]).Select(line => Of(line, anchor))],
            Zones = [.. zones.Select(zone => Of(zone, anchor))],
            Detector = parse.GetValue(_detector) ?? "motion",
            Labels = Values.Labels("--labels", parse.GetValue(_count.Labels)),
            ProcessFps = Values.Rate("--process-fps", parse.GetValue(_count.ProcessFps)),
            Region = parse.GetValue(_region) ?? "",
            Priority = Values.OneOf("--priority", parse.GetValue(_priority), "normal", [.. CameraPriorities.Names]),
            Dispatch = parse.GetValue(_dispatch) is { } policy ? Values.OneOf("--dispatch", policy, DispatchPolicies.Default, [.. DispatchPolicies.Names]) : "",
            RealTime = parse.GetValue(_realTime),
        };
    }

    /// <summary>What a shell calls a file is no name to a silo, which runs elsewhere.</summary>
    private static string SourceOf(string source) => source.Contains("://", StringComparison.Ordinal) ? source
        : source is not "-" && !string.IsNullOrWhiteSpace(source) && !source.Any(char.IsControl) ? Path.GetFullPath(source)
        : throw new UsageException("SOURCE is an address, a file or a folder.");

    private static LineDefinition Of(LineZoneDefinition line, string? anchor) =>
        new(line.Name, line.Start.X, line.Start.Y, line.End.X, line.End.Y, anchor ?? "");

    private static AreaDefinition Of(ZoneDefinition zone, string? anchor) =>
        new(zone.Name, [.. zone.Polygon.SelectMany(corner => new[] { corner.X, corner.Y })], anchor ?? "");
}
