using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Reads a source that has an end: every picture once, none lost, however often its child dies.</summary>
internal sealed class RecordedReading(SourceSession session, DateTimeOffset start, Action<long, int> restarted)
{
    private const int MostFruitlessRuns = 3;
    private const int Signalled = 128;

    // A file on a slow disk, and as many pictures left out by the frame-rate limit as there may be.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Reads to the end. The first run has its headers.</summary>
    /// <exception cref="SourceException">The source cannot be read.</exception>
    public void Run(FfmpegRun run)
    {
        for (var fruitless = 0; ;)
        {
            var before = session.Last.Number;
            var watch = new DamageWatch(run);
            if (before > 0)
            {
                watch.GoOnAfter(session.Last);
            }

            var isInTime = TryPump(run, watch);
            var status = session.Finish(run);
            if (session.IsStopped)
            {
                return;
            }

            if (!isInTime)
            {
                EndSilent();
                return;
            }

            if (status <= Signalled || session.Address.Kind == SourceKind.StandardInput)
            {
                End(run.Log, watch, status);
                return;
            }

            fruitless = session.Last.Number > before ? 1 : fruitless + 1;
            if (fruitless > MostFruitlessRuns)
            {
                var fault = SourceFault.ChildDies(session.Address, session.Last.Number, status);
                session.End(Here(SourceFault.Reason(run.Log, status)), fault);
                return;
            }

            var next = Math.Max(session.Last.Number + 1, session.Options.StartAt);
            restarted(next, status);
            run = session.Start(RunStart.At(next), Limit(session.Options, next));
            TryReadHeaders(run);
        }
    }

    /// <summary>The time until the first picture: as long as opening takes, and decoding what lies before it.</summary>
    public static TimeSpan Limit(FrameSourceOptions options, long startAt) =>
        options.OpenTimeout + ((startAt - 1) * TimeSpan.FromMilliseconds(50));

    private static void TryReadHeaders(FfmpegRun run)
    {
        try
        {
            run.ReadHeaders();
        }
        catch (EndOfStreamException)
        {
            // The run is over before it began; it then has no picture either.
        }
    }

    private bool TryPump(FfmpegRun run, DamageWatch watch)
    {
        try
        {
            Pump(run, watch);
            return true;
        }
        catch (TimeoutException)
        {
            run.Kill();
            return false;
        }
    }

    private void Pump(FfmpegRun run, DamageWatch watch)
    {
        while (true)
        {
            var frame = session.Rent();
            if (!run.TryRead(frame, out var number, out var pts))
            {
                frame.Dispose();
                return;
            }

            var time = start + pts;
            if (!session.Publish(frame, number, pts, time, watch.Before(number, pts, time)))
            {
                run.Kill();
                return;
            }

            run.AllowFor(LongestSilence, isPatient: true);
        }
    }

    private void EndSilent()
    {
        if (!session.HasPictures)
        {
            throw SourceFault.OpenTimeout(session.Address, Limit(session.Options, session.Options.StartAt));
        }

        session.End(Here("no picture came"), SourceFault.Silent(session.Address, session.Last.Number, LongestSilence));
    }

    private void End(FfmpegLog log, DamageWatch watch, int status)
    {
        if (!session.HasPictures)
        {
            throw session.Options.StartAt > 1 && status == 0
                ? SourceFault.NotFound(session.Address, $"it ends before picture {session.Options.StartAt}; start earlier")
                : SourceFault.NotOpened(session.Address, log, status);
        }

        var damage = watch.AtEnd();
        var isDamagedAtEnd = damage is not null && LengthMissing(log) is null or > 0;
        if (status != 0 || log.IsBrokenOff || isDamagedAtEnd || (log.Damages > 0 && LengthMissing(log) > 1))
        {
            session.End(Here(SourceFault.Reason(log, status)), SourceFault.BrokeOff(session.Address, log, session.Last.Number, status));
        }
        else
        {
            session.End(damage, fault: null);
        }
    }

    /// <summary>
    /// Seconds between the last picture and the end that the container's own table tells; 0 where they meet, null where the
    /// container has no such table.
    /// </summary>
    private double? LengthMissing(FfmpegLog log)
    {
        return log is { HasIndex: true, Duration: { } duration, FramesPerSecond: > 0 }
            ? Math.Max(0, (duration - session.Last.Pts).TotalSeconds - (1.5 / log.FramesPerSecond))
            : null;
    }

    private Gap Here(string reason) => new(session.Last.Time, session.Last.Time, 0, reason);
}
