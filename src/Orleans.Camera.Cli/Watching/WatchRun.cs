using System.Threading.Channels;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Silo.Cameras;
using Spectre.Console.Rendering;

namespace Orleans.Camera.Cli.Watching;

/// <summary>
/// Watches cameras until it is told to stop: a table that follows on a terminal, otherwise one line of JSON for each event.
/// </summary>
internal sealed class WatchRun(IGrainFactory grains, CommandConsole console)
{
    private const string Home = "\e[H\e[J";
    private const int BeatsPerLine = 3;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(10_000);
    private readonly AlertFilter _alerts = new();

    /// <summary>Draws the table; the demo has more columns.</summary>
    public Func<IReadOnlyList<CountBook>, IRenderable> Draw { get; init; } = WatchTable.Of;

    /// <summary>What is written every few seconds where there is no terminal to draw on; null for nothing before the end.</summary>
    public Func<IReadOnlyList<CountBook>, string>? Line { get; init; }

    /// <summary>Whether events are shown, one a line, in place of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Whether what is wrong now stands below the table, for as long as it is.</summary>
    public bool ShowsAlerts { get; init; }

    /// <param name="only">Only this camera; null for all that there are now.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ClusterException">There is no such camera, or none at all.</exception>
    /// <exception cref="CallRefusedException">The token that is shown does not count, or not any more.</exception>
    public async Task RunAsync(string? only, CancellationToken stop)
    {
        var roster = grains.GetGrain<ICameraRosterGrain>(Sites.Default);
        var cameras = (await roster.ListAsync().WaitAsync(stop)).Select(camera => camera.Name).Order(StringComparer.Ordinal).ToList();
        if (cameras.Count == 0 || (only is not null && !cameras.Contains(only)))
        {
            throw new ClusterException(only is null
                ? "there is no camera to watch: add one with 'camera add'"
                : $"there is no camera '{only}'{Core.Text.NearestName.Hint(only, cameras)}: see camera list");
        }

        var watches = cameras.Where(camera => only is null || camera == only)
            .Select(camera => new CameraWatch(grains, camera, console.Time, Tell, Tell)).ToList();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> tasks = [.. watches.Select(watch => watch.RunAsync(end.Token))];
        if ((Json || ShowsAlerts) && only is null)
        {
            tasks.Add(new PoolWatch(grains, console.Time, Tell).RunAsync(end.Token));
        }

        tasks.Add(Json ? WriteEventsAsync(end.Token) : DrawAsync(watches, end.Token));
        try
        {
            // Only what ends all of it, such as a token that counts no more, ends a watch before it is told to stop.
            await await Task.WhenAny(tasks);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever watches has seen enough.
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(tasks).ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        }

        if (!Json)
        {
            Write(watches, isLast: true);
        }
    }

    /// <remarks>A reader that is slower than the cameras misses lines, never the cluster its pace.</remarks>
    private void Tell(CountEvent occurrence)
    {
        if (Json)
        {
            _lines.Writer.TryWrite(EventJson.Of(occurrence));
        }
    }

    private void Tell(AlertRecord alert)
    {
        if (_alerts.IsNew(alert) && Json)
        {
            _lines.Writer.TryWrite(EventJson.Of(alert));
        }
    }

    private async Task WriteEventsAsync(CancellationToken stop)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(stop))
        {
            console.Write(line + "\n");
        }
    }

    private async Task DrawAsync(List<CameraWatch> watches, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Beat, console.Time);
        for (var beats = 1; ; beats++)
        {
            if (console.IsOutTerminal)
            {
                Write(watches, isLast: false);
            }
            else if (Line is { } line && beats % BeatsPerLine == 0)
            {
                console.Write(line(BooksOf(watches)) + "\n");
            }

            if (!await beat.WaitForNextTickAsync(stop))
            {
                return;
            }
        }
    }

    private void Write(List<CameraWatch> watches, bool isLast)
    {
        if (console.IsOutTerminal)
        {
            console.Write(isLast ? Home + "\n" : Home);
        }

        Tables.Write(console, Draw(BooksOf(watches)));
        foreach (var alert in ShowsAlerts ? _alerts.Raised : [])
        {
            console.Write(AlertLine.Of(alert) + "\n");
        }
    }

    private static List<CountBook> BooksOf(List<CameraWatch> watches) => watches.ConvertAll(watch =>
    {
        lock (watch.Lock)
        {
            return watch.Book.Copy();
        }
    });
}
