using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Cli.Watching;
using Orleans.Camera.Silo.Cameras;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Cli.Demo;

/// <summary>
/// Four streets in which it is known who goes where, served as live cameras to a cluster in this process, and what it counts
/// beside what is true, until Ctrl-C.
/// </summary>
internal sealed class LiveDemo(CommandConsole console, int seed)
{
    private const int Cameras = 4;

    public async Task RunAsync(CancellationToken stop)
    {
        console.Error.WriteLine($"camera: starting {Cameras} generated cameras, and a cluster in this process that counts on them");
        using var folder = new DemoFolder();
        var settings = UpCommand.SettingsOf(Path.Combine(folder.Path, "state"), [], cameras: null) with { LogLevel = "error" };
        var streets = new List<LiveStreet>();
        try
        {
            await new SiloRun(settings, console.Time).RunAsync(services => ShowAsync(services, streets, stop), stop);
        }
        finally
        {
            streets.ForEach(street => street.Dispose());
        }
    }

    private async Task ShowAsync(IServiceProvider services, List<LiveStreet> streets, CancellationToken stop)
    {
        streets.AddRange(Enumerable.Range(1, Cameras).AsParallel().AsOrdered()
            .Select(number => new LiveStreet($"street-{number}", (Cameras * (seed - 1)) + number, console.Time)));
        await using var server = new StreetServer(streets);
        var grains = services.GetRequiredService<IGrainFactory>();
        var roster = grains.GetGrain<ICameraRosterGrain>(Sites.Default);
        foreach (var street in streets)
        {
            await roster.AddAsync(street.Definition(server.Address)).WaitAsync(stop);
        }

        var view = new DemoView(streets, console);
        await new WatchRun(grains, console) { Draw = view.Draw, Line = view.Line }.RunAsync(only: null, stop);
    }
}
