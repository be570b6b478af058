using System.CommandLine;
using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;

namespace Orleans.Camera.Cli.Commands;

/// <summary>
/// <c>camera status [--json] [--watch] [--why WORKER]</c>: what every camera, worker and silo is doing. Exit code 1 where a camera
/// needs somebody.
/// </summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private const string Home = "\e[H\e[J";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each camera, worker and silo, and one for all." };
        var watch = new Option<bool>("--watch") { Description = "Again every second, until Ctrl-C." };
        var why = new Option<string?>("--why") { HelpName = "WORKER|MODEL", Description = "Only: why a worker runs where it does, or a model nowhere." };
        var command = new Command("status", "Shows what every camera, worker and silo is doing.") { json, watch, why };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var workers = session.Client.GetGrain<IWorkerRegistryGrain>(0);
            if (parse.GetValue(why) is { } asked)
            {
                console.Write(await workers.ExplainAsync(asked).WaitAsync(cancellationToken) + "\n");
                return ExitCode.Success;
            }

            using var beat = new PeriodicTimer(Beat, console.Time);
            while (true)
            {
                var cameras = (await session.Roster.GetStatusAsync().WaitAsync(cancellationToken)).OrderBy(camera => camera.Camera, StringComparer.Ordinal).ToList();
                Show(console, cameras, await workers.GetPoolAsync().WaitAsync(cancellationToken), parse.GetValue(json), isHome: parse.GetValue(watch) && console.IsOutTerminal);
                if (!parse.GetValue(watch))
                {
                    return cameras.Any(camera => camera.State == CameraState.Faulted) ? ExitCode.Failure : ExitCode.Success;
                }

                await beat.WaitForNextTickAsync(cancellationToken);
            }
        });
        return command;
    }

    private static void Show(CommandConsole console, List<CameraStatus> cameras, WorkerPool told, bool json, bool isHome)
    {
        var pool = CameraTotals.Owned(cameras, told);
        if (json)
        {
            cameras.ForEach(camera => console.Write(JsonOf(camera) + "\n"));
            PoolJson.Lines(cameras, pool).ForEach(line => console.Write(line + "\n"));
            return;
        }

        console.Write((isHome ? Home : "") + PoolTables.Summary(cameras, pool) + "\n");
        Tables.Write(console, CameraTable.Of(cameras));
        CameraTable.Reasons(console, cameras);
        foreach (var table in PoolTables.Of(pool))
        {
            Tables.Write(console, table);
        }

        foreach (var line in PoolTables.Troubles(pool).Concat(PoolTables.Processes(pool)))
        {
            console.Write(line + "\n");
        }
    }

    private static string JsonOf(CameraStatus camera) => JsonSerializer.Serialize(
        new
        {
            camera.Camera, State = CameraTotals.Word(camera.State), camera.Reason, camera.Since, camera.Silo, camera.Epoch, camera.Frame, camera.PictureTime,
            camera.CameraFps, camera.ProcessFps, camera.DetectionFps, camera.SkippedFps, camera.Unwritten, camera.LatencyP50, camera.LatencyP99,
            camera.AnnouncedP99,
        },
        Form);
}
