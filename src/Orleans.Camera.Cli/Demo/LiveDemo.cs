using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Watching;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Silo.Cameras;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Testing.Scenes;
using Spectre.Console;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// Four streets in which it is known who goes where, sent at the pace of live cameras to a cluster in this process, and what
/// it counts beside what is true, until Ctrl-C.
/// </summary>
internal sealed class LiveDemo(CommandConsole console)
{
    private const int Cameras = 4;
    private static readonly PictureSize Size = new(640, 360);

    public async Task RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("camera-demo-");
        try
        {
            var streets = await DrawAsync(folder.FullName, stop);
            var settings = UpCommand.SettingsOf(Path.Combine(folder.FullName, "state"), [], cameras: null) with
            {
                SourceRoots = [folder.FullName],
                LogLevel = "error",
            };
            await new SiloRun(settings, console.Time).RunAsync(services => ShowAsync(services, streets, stop), stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<List<Street>> DrawAsync(string folder, CancellationToken stop)
    {
        var streets = new List<Street>();
        for (var number = 1; number <= Cameras; number++)
        {
            var scene = StreetScene.Create(seed: number, Size, view: StreetView.Mast);
            var clip = Path.Combine(folder, $"street-{number}.mp4");
            await SceneEncoder.EncodeAsync(scene, clip, progress: new DrawingLine(console, scene.Length), cancellationToken: stop);
            streets.Add(new Street($"street-{number}", clip, scene, SceneTruth.Crossings(scene)));
        }

        return streets;
    }

    private async Task ShowAsync(IServiceProvider services, List<Street> streets, CancellationToken stop)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var roster = grains.GetGrain<ICameraRosterGrain>(Sites.Default);
        foreach (var street in streets)
        {
            await roster.AddAsync(street.Definition);
        }

        var watch = new WatchRun(grains, console) { Draw = books => Compare(books, streets) };
        await watch.RunAsync(only: null, stop);
    }

    private static Table Compare(IReadOnlyList<CountBook> books, List<Street> streets)
    {
        var table = Tables.New("camera", "state", "picture", "line", "direction", "counted", "true so far");
        foreach (var book in books)
        {
            var street = streets.Single(street => street.Name == book.Camera);
            var isFirst = true;
            foreach (var line in street.Scene.Lines)
            {
                foreach (var direction in new[] { Direction.In, Direction.Out })
                {
                    var counted = book.Totals.Where(total => total.Line == line.Name).Sum(total => direction == Direction.In ? total.In : total.Out);
                    table.AddRow(
                        new Text(isFirst ? book.Camera : ""), new Text(isFirst ? WatchTable.StateOf(book) : ""),
                        isFirst ? Tables.Number(book.Status?.Frame ?? 0) : new Text(""), new Text(line.Name),
                        new Text(direction == Direction.In ? "in" : "out"), Tables.Number(counted),
                        Tables.Number(street.TrueUntil(book.Status?.Frame ?? 0, line.Name, direction)));
                    isFirst = false;
                }
            }
        }

        return table;
    }

    private sealed record Street(string Name, string Clip, Scene Scene, IReadOnlyList<SceneCrossing> Truth)
    {
        public CameraDefinition Definition => new()
        {
            Name = Name,
            Source = Clip,
            Lines = [.. Scene.Lines.Select(line => new LineDefinition(line.Name, line.Start.X, line.Start.Y, line.End.X, line.End.Y))],
            RealTime = true,
        };

        public long TrueUntil(long frame, string line, Direction direction) =>
            Truth.Where(crossing => crossing.Frame <= frame).Count(line, direction);
    }
}
