using System.CommandLine;

namespace Orleans.Camera.Cli.Commands;

/// <summary>
/// The options of <c>camera count</c> as text. <see cref="Parsing.CountSettingsParser"/> gives them their meaning, so that
/// every fault is told in the same way: option, value, what is allowed.
/// </summary>
internal sealed class CountOptions
{
    public Argument<string?> Source { get; } = new("SOURCE")
    {
        Description = "A file, a folder of pictures, rtsp://, http(s):// (MJPEG, HLS), device:///dev/video0, or - for standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string[]> Lines { get; } = Repeated("--line", "NAME=x1,y1,x2,y2", "A line that counts; without one, 'middle' across the middle.");

    public Option<string[]> Zones { get; } = Repeated("--zone", "NAME=x1,y1,x2,y2,x3,y3,...", "A polygon whose occupancy and dwell time are counted.");

    public Option<string?> Detector { get; } = Text("--detector", "motion|onnx", "What finds objects. Default: motion; onnx where --model is given.");

    public Option<string?> Model { get; } = Text("--model", "NAME|FILE", "The model of --detector onnx. Default: yolox-nano.");

    public Option<string?> Labels { get; } = Text("--labels", "person,car", "Only these labels count. Else people and vehicles do, or all that the detector knows.");

    public Option<string?> Anchor { get; } = Text("--anchor", "center|bottom-center", "The point of a box that counts. Default: bottom-center; center for the motion detector.");

    public Option<string?> Detections { get; } = Text("--detections", "FILE", "Recorded boxes in MOTChallenge form in place of a detector.");

    public Option<string?> Tracks { get; } = Text("--tracks", "OUT", "Writes the tracks in MOTChallenge form.");

    public Option<string?> ProcessFps { get; } = Text("--process-fps", "N", "At most so many pictures per second. Default: all of them.");

    public Option<string?> Start { get; } = Text("--start", "N", "Begins with picture N of a file. Default: 1.");

    public Option<string?> Transport { get; } = Text("--rtsp-transport", "tcp|udp", "Default: tcp.");

    public Option<string?> Size { get; } = Text("--size", "WxH", "Size of the pictures behind --detections where there is no SOURCE.");

    public Option<string?> Fps { get; } = Text("--fps", "N", "Their rate, or that of a folder of pictures.");

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object a line on standard output." };

    public Option<string?> Annotate { get; } = Text("--annotate", "OUT.mp4", "Writes a video with boxes, tracks, lines and running counts.");

    public Option<string?> Snapshot { get; } = Text("--snapshot", "OUT.png", "Writes the last picture with the heat map.");

    public void AddTo(Command command)
    {
        command.Add(Source);
        foreach (var option in All())
        {
            command.Add(option);
        }
    }

    private static Option<string?> Text(string name, string form, string description) =>
        new(name) { HelpName = form, Description = description };

    private static Option<string[]> Repeated(string name, string form, string description) =>
        new(name) { HelpName = form, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private IEnumerable<Option> All() =>
    [
        Lines, Zones, Detector, Model, Labels, Anchor, Detections, Tracks, ProcessFps, Start, Transport, Size, Fps, Json, Annotate, Snapshot,
    ];
}
