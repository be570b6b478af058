using System.CommandLine;
using System.Text;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Vision.Models;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera model publish|published|unpublish</c>: what the silos of a cluster fetch from its database.</summary>
internal static class ModelPublishing
{
    public static Command Publish(CommandConsole console)
    {
        var where = new WhereOptions();
        var what = new Argument<string>("NAME|FILE") { Description = "A model that is here, or an ONNX file, which is tried on one picture first." };
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "What the cluster calls it. Default: its name here, or the file's." };
        var command = new Command("publish", "Puts a model into the cluster's database, from which every silo that needs it fetches it.") { what, name };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (manifest, file) = ModelStore.Default().Publishable(ModelCommand.Required(parse, what), parse.GetValue(name));
            var model = new PublishedModelRecord(manifest.Name, manifest.Sha256!, file.Length, Encoding.UTF8.GetString(ManifestWriter.Write(manifest)));
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var library = session.Client.GetGrain<IModelLibraryGrain>(0);
            if (await library.BeginAsync(model).WaitAsync(cancellationToken))
            {
                await SendAsync(console, library, model.Sha256, file, cancellationToken);
            }

            await library.PublishAsync(model).WaitAsync(cancellationToken);
            console.Write($"{model.Name} is published. Use it: ./camera add NAME SOURCE --detector {model.Name}\n");
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Published(CommandConsole console)
    {
        var where = new WhereOptions();
        var command = new Command("published", "Lists the models in the cluster's database.");
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var table = Tables.New("model", "sha256", "bytes");
            foreach (var model in await session.Client.GetGrain<IModelLibraryGrain>(0).ListAsync().WaitAsync(cancellationToken))
            {
                table.AddRow(Tables.Cell(model.Name), Tables.Cell(model.Sha256), Tables.Cell(FormattableString.Invariant($"{model.Size:N0}")));
            }

            Tables.Write(console, table);
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Unpublish(CommandConsole console)
    {
        var where = new WhereOptions();
        var name = new Argument<string>("NAME");
        var command = new Command("unpublish", "Removes a model from the cluster's database.") { name };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var removed = ModelCommand.Required(parse, name);
            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            await session.Client.GetGrain<IModelLibraryGrain>(0).RemoveAsync(removed).WaitAsync(cancellationToken);
            console.Write($"{removed} is unpublished\n");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task SendAsync(CommandConsole console, IModelLibraryGrain library, string sha256, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var progress = console.IsErrorTerminal ? new PullLine(console) : null;
        for (var number = 0; number < ModelParts.CountOf(file.Length); number++)
        {
            var start = number * IModelLibrary.PartSize;
            var part = file.Slice(start, ModelParts.SizeOf(file.Length, number));
            await library.WriteAsync(sha256, number, part.ToArray()).WaitAsync(cancellationToken);
            progress?.Report(new PullProgress(start + part.Length, file.Length));
        }

        progress?.Erase();
    }
}
