using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;
using Spectre.Console;

namespace Orleans.Camera.Cli.Output.Sinks;

/// <summary>The counts as tables on standard output, at the end.</summary>
internal sealed class TableSink(CommandConsole console) : ICountSink
{
    private readonly List<Gap> _gaps = [];
    private long _gapCount;

    public ValueTask PictureAsync(PictureResult result, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Events(IReadOnlyList<Crossing> crossings, IReadOnlyList<ZoneEvent> zoneEvents)
    {
    }

    public void Gap(Gap gap)
    {
        // A camera with a bad cable must not fill the memory with its outages.
        const int MostShown = 10;
        _gapCount++;
        if (_gaps.Count < MostShown)
        {
            _gaps.Add(gap);
        }
    }

    public ValueTask EndAsync(CountSummary summary)
    {
        Tables.Write(console, LinesOf(summary.Lines));
        if (summary.Zones.Count > 0)
        {
            Tables.Write(console, ZonesOf(summary.Zones));
        }

        console.Write(
            $"{summary.Frames:N0} pictures, {Duration.Of(summary.Footage)}: {summary.MotionFrames:N0} with motion, " +
            $"{summary.DetectedFrames:N0} detected, {summary.SkippedFrames:N0} skipped\n");
        foreach (var gap in _gaps)
        {
            console.Write(OneLine.From($"not observed: {gap.From:u} to {gap.To:u}, {gap.Reason}") + "\n");
        }

        if (_gapCount > _gaps.Count)
        {
            console.Write($"not observed: {_gapCount - _gaps.Count:N0} more times\n");
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Table LinesOf(IReadOnlyList<LineTotals> lines)
    {
        var table = Tables.New("line", "label", "in", "out");
        foreach (var line in lines)
        {
            var isMixed = line.ByLabel.Count > 1;
            table.AddRow(Tables.Cell(line.Line), Tables.Cell(line.ByLabel.Count == 1 ? line.ByLabel[0].Label : "all"), Tables.Number(line.In), Tables.Number(line.Out));
            foreach (var label in line.ByLabel.Where(_ => isMixed))
            {
                table.AddRow(Text.Empty, Tables.Cell(label.Label), Tables.Number(label.In), Tables.Number(label.Out));
            }
        }

        return table;
    }

    private static Table ZonesOf(IReadOnlyList<ZoneTotals> zones)
    {
        var table = Tables.New("zone", "now", "entered", "left", "mean dwell");
        foreach (var zone in zones)
        {
            table.AddRow(
                Tables.Cell(zone.Zone), Tables.Number(zone.Occupancy), Tables.Number(zone.Entered), Tables.Number(zone.Left), Tables.Cell($"{zone.MeanDwell.TotalSeconds:0.0} s"));
        }

        return table;
    }
}
