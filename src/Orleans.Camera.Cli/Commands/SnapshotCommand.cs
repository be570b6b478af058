using System.CommandLine;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera snapshot NAME [-o FILE]</c>: what a camera saw last.</summary>
internal static class SnapshotCommand
{
    private const string StandardOutput = "-";

    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var name = new Argument<string>("CAMERA") { Description = "Its name, as camera list shows it." };
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write it, '-' for standard output. Default: CAMERA.jpg" };
        var command = new Command("snapshot", "Writes the latest picture of a camera as JPEG.") { name, output };
        where.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (camera, file) = (parse.GetValue(name)!, parse.GetValue(output) ?? parse.GetValue(name) + ".jpg");
            if (string.IsNullOrWhiteSpace(file) || file.Any(char.IsControl))
            {
                throw new UsageException("-o is no file.");
            }

            await using var session = await where.OpenAsync(parse, console, cancellationToken);
            var picture = await PictureAsync(session.Client, session.Roster, camera, cancellationToken);
            if (file == StandardOutput)
            {
                console.Out.Write(picture);
                return ExitCode.Success;
            }

            await File.WriteAllBytesAsync(file, picture, cancellationToken);
            console.Write($"wrote {file}\n");
            return ExitCode.Success;
        });
        return command;
    }

    /// <exception cref="ClusterException">There is no such camera.</exception>
    /// <exception cref="CameraException">It has no picture, or no JPEG could be made of it.</exception>
    public static async Task<byte[]> PictureAsync(IGrainFactory grains, ICameraRosterGrain roster, string camera, CancellationToken cancellationToken)
    {
        var known = (await roster.ListAsync().WaitAsync(cancellationToken)).Select(one => one.Name).ToList();
        if (!known.Contains(camera))
        {
            throw new ClusterException(known.Count == 0
                ? $"there is no camera '{camera}', nor any other: add one with 'camera add'"
                : $"there is no camera '{camera}'{NearestName.Hint(camera, known)}: see camera list");
        }

        var grain = grains.GetGrain<ICameraGrain>(camera);
        if (await grain.GetSnapshotAsync().WaitAsync(cancellationToken) is { } picture)
        {
            return picture;
        }

        var status = await grain.GetStatusAsync().WaitAsync(cancellationToken);
        throw new CameraException(
            $"camera '{camera}' has no picture: it is {Output.CameraTotals.Word(status.State)}{(status.Reason.Length > 0 ? $" ({status.Reason})" : "")}; try again when it is running");
    }
}
