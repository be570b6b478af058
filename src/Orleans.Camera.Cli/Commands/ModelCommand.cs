using System.CommandLine;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Vision.Models;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera model add|list|remove|pull|publish|published|unpublish</c>.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandConsole console) => new("model", "Adds, lists, removes, fetches and publishes detectors.")
    {
        Add(console),
        List(console),
        Remove(console),
        Pull(console),
        ModelPublishing.Publish(console),
        ModelPublishing.Published(console),
        ModelPublishing.Unpublish(console),
    };

    private static Command Add(CommandConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "An ONNX file; FILE.json beside it describes what cannot be recognised." };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "What it is called here. Default: the file's name." };
        var command = new Command("add", "Tries a model on one picture and keeps a copy of it.") { file, name };
        command.SetAction(parse =>
        {
            var added = ModelStore.Default().Add(Required(parse, file), name: parse.GetValue(name));
            console.Write($"{added.Name} is added. Use it: ./camera count SOURCE --model {added.Name}\n");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandConsole console)
    {
        var command = new Command("list", "Shows the models that are here, and those that can be fetched.");
        command.SetAction(_ =>
        {
            var table = Tables.New("model", "state", "licence");
            foreach (var entry in ModelStore.Default().List())
            {
                var state = entry.Fault is { } fault ? OneLine.From(fault)
                    : entry.IsStored ? "here"
                    : $"./camera model pull {entry.Name}";
                table.AddRow(Tables.Cell(entry.Name), Tables.Cell(state), Tables.Cell(entry.Manifest?.Licence ?? "?"));
            }

            Tables.Write(console, table);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Remove(CommandConsole console)
    {
        var name = new Argument<string>("NAME");
        var command = new Command("remove", "Deletes a model's copy.") { name };
        command.SetAction(parse =>
        {
            var removed = Required(parse, name);
            ModelStore.Default().Remove(removed);
            console.Write($"{removed} is removed\n");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Pull(CommandConsole console)
    {
        var name = new Argument<string>("NAME") { Description = "For example yolox-nano." };
        var command = new Command("pull", "Fetches a known model from its official address and checks it.") { name };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var progress = console.IsErrorTerminal ? new PullLine(console) : null;
            var pulled = await ModelStore.Default().PullAsync(Required(parse, name), progress, cancellationToken);
            progress?.Erase();
            console.Write($"{pulled.Name} is here. Use it: ./camera count SOURCE --model {pulled.Name}\n");
            return ExitCode.Success;
        });
        return command;
    }

    internal static string Required(ParseResult parse, Argument<string> argument) =>
        parse.GetValue(argument) is { Length: > 0 } value
            ? value
            : throw new UsageException($"{argument.Name} is empty. See: camera {string.Join(' ', Root.PathOf(parse))}--help");
}
