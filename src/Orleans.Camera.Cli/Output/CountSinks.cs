using Orleans.Camera.Cli.Output.Sinks;

namespace Orleans.Camera.Cli.Output;

/// <summary>The sinks of <c>camera count</c>.</summary>
internal static class CountSinks
{
    public static async Task<SinkList> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        var (settings, console) = (context.Settings, context.Console);
        var sinks = new SinkList();
        try
        {
            // Progress first: it leaves its line before anything else is printed at the end.
            if (console.IsErrorTerminal)
            {
                sinks.Add(new ProgressSink(context));
            }

            if (settings.Tracks is { } tracks)
            {
                sinks.Add(new TracksSink(tracks, context.Info.Layout.Source));
            }

            if (settings.Annotate is not null || settings.Snapshot is not null)
            {
                sinks.Add(await PictureSink.OpenAsync(context, cancellationToken));
            }

            sinks.Add(settings.Json ? new JsonSink(console) : new TableSink(console));
            return sinks;
        }
        catch
        {
            await sinks.DisposeAsync();
            throw;
        }
    }
}
