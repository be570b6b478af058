using System.CommandLine;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Parsing;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera token --role ROLE --days N</c>: what a program of somebody else's shows with its calls.</summary>
internal static class TokenCommand
{
    private const int MostDays = 3650;
    private static readonly string[] Roles = [.. Enum.GetNames<CallerRole>().Select(role => role.ToLowerInvariant())];

    public static Command Create(CommandConsole console)
    {
        var where = new WhereOptions();
        var role = new Option<string>("--role") { HelpName = string.Join('|', Roles), Description = "What its holder may do.", DefaultValueFactory = _ => Roles[0] };
        var days = new Option<int>("--days") { HelpName = "N", Description = "For how long, in days.", DefaultValueFactory = _ => 30 };
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "Whose it is: the cluster names it when it refuses a call.", DefaultValueFactory = _ => "client" };
        var command = new Command("token", "Prints a token with which a program may call the cluster.") { role, days, name };
        where.AddTo(command);
        command.SetAction(parse =>
        {
            var word = parse.GetValue(role);
            _ = Values.OneOf("--role", word, Roles[0], Roles);
            if (parse.GetValue(days) is < 1 or > MostDays)
            {
                throw new UsageException($"--days {parse.GetValue(days)} is too few or too many: it is a number from 1 to {MostDays}.");
            }

            if (!ClusterTokens.IsName(parse.GetValue(name)))
            {
                throw new UsageException($"--name has 1 to {ClusterTokens.LongestName} letters, digits, '-', '_', '.' or '@'.");
            }

            var tokens = TokensOf(where.AddressOf(parse), console.Time);
            console.Write(tokens.Issue(parse.GetValue(name)!, Enum.Parse<CallerRole>(word!, ignoreCase: true), TimeSpan.FromDays(parse.GetValue(days))) + "\n");
            return ExitCode.Success;
        });
        return command;
    }

    private static ClusterTokens TokensOf(ClusterAddress address, TimeProvider time)
    {
        try
        {
            return new ClusterTokens(KeyFile.Read(address.TokenKey, mayCreate: false), address.ClusterId, time);
        }
        catch (SealingException fault)
        {
            throw new ClusterException($"no token can be made: {fault.Message}", fault);
        }
    }
}
