using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Output.Sinks;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;
using Spectre.Console;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// Draws a street in which it is known who goes where, encodes it as a camera would, counts the file as anybody's file is
/// counted, and compares.
/// </summary>
internal sealed class DemoRun(CommandConsole console, int seed)
{
    public const string Video = "demo.mp4";
    public const string Still = "demo.png";

    /// <returns>Success only where every count is the true one.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var scene = StreetScene.Create(seed, view: StreetView.Mast);
        using var folder = new DemoFolder();
        var clip = Path.Combine(folder.Path, "street.mp4");
        await SceneEncoder.EncodeAsync(scene, clip, progress: new DrawingLine(console, scene.Length), cancellationToken: cancellationToken);
        var summary = await CountAsync(scene, clip, cancellationToken);
        return summary is null ? ExitCode.Interrupted : Compare(scene, summary);
    }

    private async Task<CountSummary?> CountAsync(Scene scene, string clip, CancellationToken cancellationToken)
    {
        // As count does it where nobody says otherwise: what merely moves is counted by the middle of its box.
        var lines = scene.Lines.Select(line => line with { Anchor = Anchor.Center }).ToList();
        var settings = new CountSettings { Source = clip, Lines = lines, Annotate = Video };
        var last = new LastSummary();
        var code = await new CountRun(settings, console, OpenAsync).RunAsync(cancellationToken);
        return code == ExitCode.Success ? last.Summary : null;

        async Task<SinkList> OpenAsync(SinkContext context, CancellationToken cancellation)
        {
            var sinks = new SinkList();
            if (console.IsErrorTerminal)
            {
                sinks.Add(new ProgressSink(context));
            }

            var pictures = await PictureSink.OpenAsync(context, cancellation);
            sinks.Add(pictures);
            sinks.Add(new BusiestPicture(Still, pictures.Canvas));
            sinks.Add(last);
            return sinks;
        }
    }

    private int Compare(Scene scene, CountSummary summary)
    {
        var truth = SceneTruth.Crossings(scene);
        var table = Tables.New("line", "direction", "counted", "true", string.Empty);
        var isRight = true;
        foreach (var line in summary.Lines)
        {
            AddRow(line.Line, Direction.In, line.In);
            AddRow(line.Line, Direction.Out, line.Out);
        }

        Tables.Write(console, table);
        console.Write($"{summary.Frames} pictures of {Duration.Of(summary.Footage)}; see {Video} and {Still}\n");
        return isRight ? ExitCode.Success : ExitCode.Failure;

        void AddRow(string line, Direction direction, long counted)
        {
            var expected = truth.Count(line, direction);
            isRight &= counted == expected;
            table.AddRow(
                Tables.Cell(line), Tables.Cell(direction == Direction.In ? "in" : "out"), Tables.Number(counted), Tables.Number(expected),
                Tables.Cell(counted == expected ? "right" : "WRONG"));
        }
    }
}
