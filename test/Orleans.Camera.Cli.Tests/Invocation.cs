using System.Text;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Parsing;

namespace Orleans.Camera.Cli.Tests;

/// <summary>What a command answered that ran inside the test's own process.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    public static async Task<Invocation> OfAsync(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var console = new CommandConsole(output, error, TimeProvider.System);
        var code = await CameraApp.RunAsync(args, console, CancellationToken.None);
        return new Invocation(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Only parses <c>camera count</c> and gives the options their meaning.</summary>
    /// <exception cref="UsageException">The arguments are wrong.</exception>
    public static CountSettings SettingsOf(params string[] args)
    {
        var options = new CountOptions();
        var command = new System.CommandLine.Command("count");
        options.AddTo(command);
        var parse = command.Parse(args, new System.CommandLine.ParserConfiguration { ResponseFileTokenReplacer = null });
        return parse.Errors is [var first, ..] ? throw new UsageException(first.Message) : CountSettingsParser.Parse(parse, options);
    }
}
