using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Cli.Output;

/// <summary>How far a download is, in one line on the terminal.</summary>
internal sealed class PullLine(CommandConsole console) : IProgress<PullProgress>
{
    private const string EraseLine = "\r\u001b[2K";

    public void Report(PullProgress value)
    {
        const double Megabyte = 1e6;
        console.Error.Write($"{EraseLine}{value.Received / Megabyte:0.0} of {value.Total / Megabyte:0.0} MB");
    }

    public void Erase() => console.Error.Write(EraseLine);
}
