using System.CommandLine;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera add | remove | list | drain</c>.</summary>
internal static class CameraCommands
{
    public static Command Add(CommandConsole console)
    {
        var where = new WhereOptions();
        var options = new AddOptions();
        var command = new Command("add", "Adds a camera, and starts it.");
        options.AddTo(command);
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var camera = options.DefinitionOf(parse);
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            await session.Roster.AddAsync(camera).WaitAsync(cancellationToken);
            console.Write($"added {camera.Name}\n");
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Remove(CommandConsole console) =>
        OfName(console, "remove", "Stops a camera and forgets it; its counts stay.", "CAMERA", "removed", (roster, name) => roster.RemoveAsync(name));

    public static Command Drain(CommandConsole console) =>
        OfName(console, "drain", "Moves all cameras away from a silo, and places none there.", "SILO", "drained", (roster, name) => roster.DrainAsync(name));

    public static Command List(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("list", "Lists the cameras.");
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var cameras = await session.Roster.ListAsync().WaitAsync(cancellationToken);
            var table = Tables.New("camera", "source", "detector", "lines", "zones", "must run");
            foreach (var camera in cameras.OrderBy(camera => camera.Name, StringComparer.Ordinal))
            {
                table.AddRow(
                    Tables.Cell(camera.Name), Tables.Cell(camera.Source), Tables.Cell(camera.Detector),
                    Tables.Cell(string.Join(", ", camera.Lines.Select(line => line.Name))),
                    Tables.Cell(string.Join(", ", camera.Zones.Select(zone => zone.Name))), Tables.Cell(camera.Enabled ? "yes" : "no"));
            }

            Tables.Write(console, table);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command OfName(
        CommandConsole console, string name, string description, string argument, string done, Func<ICameraRosterGrain, string, Task> act)
    {
        var where = new WhereOptions();
        var what = new Argument<string>(argument);
        var command = new Command(name, description) { what };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            await act(session.Roster, parse.GetValue(what)!).WaitAsync(cancellationToken);
            console.Write($"{done} {parse.GetValue(what)}\n");
            return ExitCode.Success;
        });
        return command;
    }
}
