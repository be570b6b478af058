using System.CommandLine;
using System.Text.Json.Nodes;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Cli.Commands;

/// <summary>Which cluster a command speaks to: one of this machine by its state folder, or any by its configuration.</summary>
internal sealed class WhereOptions
{
    public Option<string?> State { get; } = new("--state")
    {
        HelpName = "DIR",
        Description = "Where the cluster keeps its files. Default: ~/.local/state/camera",
    };

    public Option<string[]> Config { get; } = new("--config")
    {
        HelpName = "FILE",
        Description = "JSON files of configuration; a later one wins over an earlier one.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command)
    {
        command.Add(State);
        command.Add(Config);
    }

    public string StateOf(ParseResult parse) =>
        parse.GetValue(State) is { } state ? Path.GetFullPath(Values(state)) : StateFolder.Default;

    public IReadOnlyList<string> FilesOf(ParseResult parse) => parse.GetValue(Config) ?? [];

    /// <exception cref="ClusterException">No cluster is known there, or it does not answer.</exception>
    public Task<ClusterSession> OpenAsync(ParseResult parse, CommandConsole console, CancellationToken cancellationToken) =>
        ClusterSession.OpenAsync(AddressOf(parse), console.Time, cancellationToken);

    /// <exception cref="ClusterException">No cluster is known there.</exception>
    public ClusterAddress AddressOf(ParseResult parse)
    {
        var files = FilesOf(parse);
        var state = StateOf(parse);
        var address = files.Count > 0
            ? ClusterAddress.Of(SiloSettings.Read(files.Select(ConfigurationText.OfFile), Environment.GetEnvironmentVariables(), DemandsOf(parse)))
            : ClusterAddress.Read(state);
        return address ?? throw new ClusterException(
            $"no cluster runs in {state}: start one with 'camera up' or 'camera cluster start', or name it with --state DIR or --config FILE");
    }

    /// <summary>Where the key lies with which commands sign their own token.</summary>
    private ConfigurationText[] DemandsOf(ParseResult parse) =>
        parse.GetValue(State) is null ? [] : [ConfigurationText.OfCommand("--state", new JsonObject { [nameof(State)] = StateOf(parse) })];

    private static string Values(string path) =>
        string.IsNullOrWhiteSpace(path) || path.Contains('\0') ? throw new UsageException("--state is no folder.") : path;
}
