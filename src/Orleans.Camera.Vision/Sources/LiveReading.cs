using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Reads a source that goes on for ever: opens it again whenever it ends, fails or falls silent.</summary>
internal sealed class LiveReading(SourceSession session, LiveClock clock, IOutageLog log)
{
    private readonly ReconnectDelay _delay = new(session.Options);
    private TimeSpan _interval;
    private string? _outage;

    /// <summary>Reads until stopped. The first run has its headers.</summary>
    /// <exception cref="SourceException">Not even a first picture came.</exception>
    public void Run(FfmpegRun first)
    {
        var run = first;
        while (true)
        {
            var (reason, wasSilent) = ReadToEnd(run);
            if (session.IsStopped)
            {
                return;
            }

            var pause = _delay.Failed(wasSilent);
            log.Lost(reason, pause);
            session.Pause(pause);
            if (session.IsStopped)
            {
                return;
            }

            session.Reconnects++;
            run = session.Start(RunStart.Beginning, session.Options.OpenTimeout);
            _outage ??= reason;
        }
    }

    private (string Reason, bool WasSilent) ReadToEnd(FfmpegRun run)
    {
        var isFirst = !session.HasPictures;
        var wasSilent = false;
        try
        {
            if (!isFirst)
            {
                run.ReadHeaders();
            }

            Pump(run);
        }
        catch (EndOfStreamException)
        {
            // The same as an end after some pictures.
        }
        catch (TimeoutException)
        {
            wasSilent = true;
            run.Kill();
        }

        var status = session.Finish(run);
        if (!session.HasPictures && !session.IsStopped)
        {
            throw wasSilent
                ? SourceFault.OpenTimeout(session.Address, session.Options.OpenTimeout)
                : SourceFault.NotOpened(session.Address, run.Log, status);
        }

        return (wasSilent ? "no picture came" : SourceFault.Reason(run.Log, status), wasSilent);
    }

    private void Pump(FfmpegRun run)
    {
        var watch = new DamageWatch(run);
        var (before, previous) = (session.Last.Number, session.Last.Time);
        var isTrusted = !run.Log.Format.Equals("mpjpeg", StringComparison.Ordinal);
        clock.StartRun();
        while (true)
        {
            var frame = session.Rent();
            if (!run.TryRead(frame, out var ordinal, out var streamTime))
            {
                frame.Dispose();
                return;
            }

            var (pts, time) = clock.Stamp(streamTime, isTrusted);
            var gap = watch.Before(ordinal, streamTime, time);
            if (_outage is not null)
            {
                gap = new Gap(previous, time, 0, _outage);
                _outage = null;
                log.Restored(time - previous);
            }

            run.AllowFor(Silence(pts));
            _delay.Succeeded();
            if (!session.Publish(frame, before + ordinal, pts, time, gap))
            {
                run.Kill();
                return;
            }
        }
    }

    /// <summary>How long to wait for the next picture: a slow camera, or one limited to few pictures, is not a silent one.</summary>
    private TimeSpan Silence(TimeSpan pts)
    {
        var interval = pts - session.Last.Pts;
        if (session.HasPictures && interval < session.Options.SilenceTimeout * 4)
        {
            _interval += (interval - _interval) / 4;
        }

        var expected = TimeSpan.FromSeconds(1 / (session.Options.ProcessFps ?? 1000));
        var slow = 3 * (_interval > expected ? _interval : expected);
        return slow > session.Options.SilenceTimeout ? slow : session.Options.SilenceTimeout;
    }
}
