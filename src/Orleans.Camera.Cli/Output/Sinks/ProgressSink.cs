using System.Globalization;
using System.Text;
using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Output.Sinks;

/// <summary>
/// One line on the terminal that is written over: a bar, pictures per second, time left and running counts. A live source,
/// whose end nobody knows, has no bar.
/// </summary>
internal sealed class ProgressSink(SinkContext context) : ICountSink
{
    private const int BarWidth = 24;
    private const string EraseLine = "\r\u001b[2K";
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private readonly CommandConsole _console = context.Console;
    private readonly long _start = context.Console.Time.GetTimestamp();
    private TimeSpan _shownAt = TimeSpan.MinValue;
    private long _pictures;

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken)
    {
        _pictures++;
        var elapsed = _console.Time.GetElapsedTime(_start);
        if (_shownAt == TimeSpan.MinValue || elapsed - _shownAt >= _interval)
        {
            _shownAt = elapsed;
            _console.Error.Write(EraseLine + Cut(Line(elapsed, result.Frame.Number)));
        }

        return ValueTask.CompletedTask;
    }

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap) => _console.Error.WriteLine(EraseLine + OneLine.From($"not observed from {gap.From:u} to {gap.To:u}: {gap.Reason}"));

    public ValueTask EndAsync(CountSummary summary)
    {
        _console.Error.Write(EraseLine);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _console.Error.Write(EraseLine);
        return ValueTask.CompletedTask;
    }

    private string Line(TimeSpan elapsed, long number)
    {
        var text = new StringBuilder();
        var rate = elapsed > TimeSpan.Zero ? _pictures / elapsed.TotalSeconds : 0;
        if (context.Info.ExpectedPictures is > 0 and var expected)
        {
            var share = Math.Clamp(number / (double)expected, 0, 1);
            var full = (int)(share * BarWidth);
            text.Append('━', full).Append('╌', BarWidth - full).Append($" {share,4:0%}");
            var left = share > 0 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
            text.Append($"  {rate:0} fps  {Duration.Of(left)} left");
        }
        else
        {
            text.Append($"{_pictures:N0} pictures  {rate:0} fps  {Duration.Of(elapsed)}");
        }

        var totals = context.Pipeline.Totals;
        foreach (var line in totals.Lines)
        {
            text.Append($"  {line.Line} in {line.In} out {line.Out}");
        }

        foreach (var zone in totals.Zones)
        {
            text.Append($"  {zone.Zone} {zone.Occupancy}");
        }

        return text.ToString();
    }

    // A line that wraps cannot be written over.
    private string Cut(string line)
    {
        var (width, at) = (0, 0);
        while (at < line.Length)
        {
            var length = StringInfo.GetNextTextElementLength(line, at);
            width += Tables.WidthOf(line.Substring(at, length));
            if (width >= _console.Width)
            {
                return line[..at];
            }

            at += length;
        }

        return line;
    }
}
