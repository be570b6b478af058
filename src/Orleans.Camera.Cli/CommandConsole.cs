using System.Text;
using Orleans.Camera.Cli.Output;

namespace Orleans.Camera.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class CommandConsole(Stream output, TextWriter error, TimeProvider time) : IDisposable
{
    /// <summary>Standard output. A write fails with an <see cref="BrokenPipeException"/> once the reader has gone.</summary>
    public Stream Out { get; } = output;

    public TextWriter Error { get; } = error;

    public TimeProvider Time { get; } = time;

    public bool IsOutTerminal { get; init; }

    /// <summary>Whether progress may be shown.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Set by <c>CAMERA_DEBUG=1</c>: unexpected faults show where they came from.</summary>
    public bool IsDebug { get; init; }

    public static CommandConsole OfProcess()
    {
        return new CommandConsole(new StandardOutput(), Console.Error, TimeProvider.System)
        {
            IsOutTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Width = WidthOfTerminal(),
            IsDebug = Environment.GetEnvironmentVariable("CAMERA_DEBUG") == "1",
        };
    }

    /// <summary>Writes text to standard output.</summary>
    public void Write(string text) => Out.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>One line on standard error, whatever the message contains.</summary>
    public void Complain(string message) => Error.WriteLine($"camera: {OneLine.From(message)}");

    public void Dispose() => Out.Dispose();

    private static int WidthOfTerminal()
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
        {
            return 120;
        }

        var width = Console.WindowWidth;
        return width is > 20 and < 1000 ? width : 80;
    }
}
