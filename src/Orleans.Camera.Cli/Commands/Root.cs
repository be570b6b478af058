using System.CommandLine;
using System.CommandLine.Parsing;

namespace Orleans.Camera.Cli.Commands;

/// <summary>The command tree.</summary>
internal static class Root
{
    public static RootCommand Create(CommandConsole console) => new("Counts people and vehicles on cameras and videos.")
    {
        CountCommand.Create(console),
        UpCommand.Create(console),
        CameraCommands.Add(console),
        CameraCommands.Remove(console),
        CameraCommands.List(console),
        WatchCommand.Create(console),
        StatusCommand.Create(console),
        SnapshotCommand.Create(console),
        CameraCommands.Drain(console),
        SiloCommand.Create(console),
        ClusterCommand.Create(console),
        TokenCommand.Create(console),
        DemoCommand.Create(console),
        ModelCommand.Create(console),
        DoctorCommand.Create(console),
        OfScript("test", "Runs every test."),
        OfScript("bench", "Measures speed against other designs."),
    };

    /// <summary>The names of the commands on the line, each followed by a space.</summary>
    public static IEnumerable<string> PathOf(ParseResult parse)
    {
        var path = new List<string> { string.Empty };
        for (SymbolResult? at = parse.CommandResult; at is CommandResult { Parent: not null } command; at = at.Parent)
        {
            path.Insert(0, command.Command.Name);
        }

        return path;
    }

    // The script beside the solution runs these itself; here they only appear in the help.
    private static Command OfScript(string name, string description)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw new UsageException($"'{name}' is a command of the script: run ./camera {name} in the repository."));
        return command;
    }
}
