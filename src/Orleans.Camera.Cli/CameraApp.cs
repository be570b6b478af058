using System.CommandLine;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Cli.Commands;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Cli;

/// <summary>Parses the command line, runs the command and turns every fault into one line and an exit code.</summary>
internal static class CameraApp
{
    public static async Task<int> RunAsync(string[] args, CommandConsole console, CancellationToken cancellationToken)
    {
        try
        {
            var parse = Parse(args, console);
            using var help = new StringWriter();
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Interruption is the one place that handles signals
                Output = help,
                Error = console.Error,
            };
            var code = await parse.InvokeAsync(configuration, cancellationToken);
            console.Write(help.ToString());
            return code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (BrokenPipeException)
        {
            return ExitCode.Success; // whoever read our output has had enough
        }
        catch (Exception exception) when (!console.IsDebug || CodeOf(exception) != ExitCode.Failure || exception is CameraException)
        {
            var code = CodeOf(exception);
            console.Complain(code == ExitCode.Failure && exception is not CameraException
                ? $"unexpected {exception.GetType().Name}: {exception.Message} (CAMERA_DEBUG=1 shows where)"
                : exception.Message);
            return code;
        }
    }

    /// <exception cref="UsageException">The arguments do not parse.</exception>
    public static ParseResult Parse(string[] args, CommandConsole console)
    {
        // "@file" is a name here, not a file of further arguments.
        var parse = Root.Create(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors is not [var first, ..])
        {
            return parse;
        }

        var problem = parse.UnmatchedTokens is [var token, ..] ? $"'{token}' is not understood." : first.Message;
        throw new UsageException($"{problem} See: camera {string.Join(' ', Root.PathOf(parse))}--help");
    }

    private static int CodeOf(Exception exception) => exception switch
    {
        UsageException or ConfigurationException => ExitCode.WrongUsage,
        ClusterException or StartException or StoreUnavailableException or CallRefusedException => ExitCode.Cluster,
        SourceException or IOException or UnauthorizedAccessException => ExitCode.Source,
        ModelException => ExitCode.Model,
        _ => ExitCode.Failure,
    };
}
