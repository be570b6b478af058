using System.CommandLine;
using Orleans.Camera.Cli.Commands;

namespace Orleans.Camera.Cli.Tests.Parsing;

public sealed class HelpTests
{
    [Fact]
    public void Every_option_and_command_says_what_it_is_and_tells_its_default_once()
    {
        using var console = new CommandConsole(Stream.Null, TextWriter.Null, TimeProvider.System);
        var commands = All(Root.Create(console)).ToList();

        Assert.True(commands.Count > 15, "the commands were not found");
        Assert.All(commands, command => Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name));
        var options = commands.SelectMany(command => command.Options).ToList();
        Assert.All(options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        Assert.All(
            options.Where(option => option.HasDefaultValue && option.ValueType != typeof(bool)),
            option => Assert.DoesNotContain("Default:", option.Description, StringComparison.Ordinal));
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
