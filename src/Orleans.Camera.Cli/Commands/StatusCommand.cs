using System.CommandLine;
using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera status [--json]</c>: what every camera is doing. Exit code 1 where one needs somebody.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object a camera on standard output." };
        var command = new Command("status", "Shows what every camera is doing.") { json };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var cameras = (await session.Roster.GetStatusAsync().WaitAsync(cancellationToken)).OrderBy(camera => camera.Camera, StringComparer.Ordinal).ToList();
            if (parse.GetValue(json))
            {
                cameras.ForEach(camera => console.Write(JsonOf(camera) + "\n"));
            }
            else
            {
                Tables.Write(console, TableOf(cameras));
            }

            return cameras.Any(camera => camera.State == CameraState.Faulted) ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    /// <summary>A state as people write it: <c>running</c>.</summary>
    public static string Word(CameraState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private static string JsonOf(CameraStatus camera) => JsonSerializer.Serialize(
        new
        {
            camera.Camera, State = Word(camera.State), camera.Reason, camera.Since, camera.Silo, camera.Epoch, camera.Frame, camera.PictureTime,
            camera.CameraFps, camera.ProcessFps, camera.DetectionFps, camera.SkippedFps, camera.Unwritten,
        },
        Form);

    private static Table TableOf(IReadOnlyList<CameraStatus> cameras)
    {
        var table = Tables.New("camera", "state", "silo", "pictures/s", "picture", "since", "why");
        foreach (var camera in cameras)
        {
            table.AddRow(
                new Text(camera.Camera), new Text(Word(camera.State)), new Text(camera.Silo), new Text($"{camera.ProcessFps:0.0}").RightJustified(),
                Tables.Number(camera.Frame), new Text($"{camera.Since:yyyy-MM-dd HH:mm:ss}"), new Text(OneLine.From(camera.Reason)));
        }

        return table;
    }
}
