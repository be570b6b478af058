namespace Orleans.Camera.Cli.Demo;

/// <summary>How much of the street is drawn, in one line on the terminal.</summary>
internal sealed class DrawingLine(CommandConsole console, int pictures) : IProgress<int>
{
    private const string EraseLine = "\r\u001b[2K";
    private int _shown = -1;

    public void Report(int value)
    {
        var percent = 100 * value / pictures;
        if (console.IsErrorTerminal && percent != _shown)
        {
            _shown = percent;
            console.Error.Write(value < pictures ? $"{EraseLine}drawing the street {percent} %" : EraseLine);
        }
    }
}
