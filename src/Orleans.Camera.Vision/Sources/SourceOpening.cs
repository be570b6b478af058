using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Brings a source to where its reading begins: to its beginning, or just behind a picture delivered before.</summary>
/// <remarks>
/// Behind a picture means behind exactly that one: it is decoded again, and number, time and gate plane must be the same. In
/// a container with a table of its pictures decoding begins at a key frame a little earlier, and is trusted when that
/// picture comes out first, as it was, and FFmpeg complained of nothing. Otherwise all is decoded from the beginning, which
/// takes longer and is always right.
/// </remarks>
/// <param name="session">The source.</param>
/// <param name="isLive">Whether the source that said this is a live one.</param>
internal sealed class SourceOpening(SourceSession session, Func<FfmpegLog, bool> isLive)
{
    // Decoding so few takes no longer than looking for the place.
    private const int FewPictures = 50;

    // Decoding order is ahead of showing order, by up to sixteen pictures.
    private const int Reordering = 16;

    private static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(0.5);

    private SourceAddress Address => session.Address;

    private FrameSourceOptions Options => session.Options;

    /// <returns>A run that has its headers, and whose next picture is the first to be delivered.</returns>
    /// <exception cref="SourceException">The source cannot be opened, or has not the picture.</exception>
    public FfmpegRun Open()
    {
        if (Options.After is not { } after || Address.Kind is SourceKind.Rtsp or SourceKind.Http or SourceKind.Device)
        {
            return Begin(RunStart.At(Options.StartAt));
        }

        if (Address.Kind is SourceKind.Hls or SourceKind.HttpFile)
        {
            var run = Begin(RunStart.Beginning);
            if (isLive(run.Log))
            {
                return run;
            }

            End(run);
        }

        return (Address.Kind == SourceKind.File && after.Number > FewPictures ? TrySeek(after) : null) ?? GoThrough(after);
    }

    private FfmpegRun Begin(RunStart start)
    {
        var limit = RecordedReading.Limit(Options, start.First);
        var run = session.Start(start, limit);
        try
        {
            run.ReadHeaders();
            return run;
        }
        catch (TimeoutException)
        {
            End(run);
            throw SourceFault.OpenTimeout(Address, limit);
        }
        catch (EndOfStreamException)
        {
            var status = session.Finish(run);
            throw Options.After is { } after && status == 0 && start.First == after.Number
                ? SourceFault.AnotherFile(Address, after)
                : SourceFault.NotOpened(Address, run.Log, status);
        }
    }

    private FfmpegRun GoThrough(ResumePoint after)
    {
        var run = Begin(RunStart.With(after.Number));
        SourceException fault;
        try
        {
            if (Comes(run, after) == after.Number)
            {
                return run;
            }

            fault = SourceFault.AnotherFile(Address, after);
        }
        catch (TimeoutException)
        {
            fault = SourceFault.OpenTimeout(Address, RecordedReading.Limit(Options, after.Number));
        }

        End(run);
        throw fault;
    }

    private FfmpegRun? TrySeek(ResumePoint after)
    {
        var probe = session.Start(RunStart.Probe, Options.OpenTimeout);
        var zero = TimeOfFirst(probe);
        End(probe);
        var margin = after.Pts / after.Number * Reordering;
        var before = after.Pts - (margin > LeastMargin ? margin : LeastMargin);
        if (zero is not { } start || before <= TimeSpan.Zero || !probe.Log.HasIndex)
        {
            return null;
        }

        var seek = new Seek(after, start.Ticks / TimeSpan.TicksPerMicrosecond, start + before);
        var run = session.Start(RunStart.Near(seek), Options.OpenTimeout, probe.Layout);
        try
        {
            run.ReadHeaders();
            if (Comes(run, after) is not null && run.Log.Damages == 0)
            {
                run.CountFrom(after.Number);
                session.HasSought = true;
                return run;
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or TimeoutException or SourceException)
        {
            // The long way will tell what is wrong.
        }

        End(run);
        return null;
    }

    /// <summary>FFmpeg's own time of the first picture; null where it has none.</summary>
    private static TimeSpan? TimeOfFirst(FfmpegRun probe)
    {
        try
        {
            probe.ReadHeaders();
            using var frame = new FramePool(probe.Layout).Rent();
            return probe.TryRead(frame, out _, out var time) ? time : null;
        }
        catch (Exception exception) when (exception is EndOfStreamException or TimeoutException or SourceException)
        {
            return null;
        }
    }

    /// <summary>Reads the next picture and compares it.</summary>
    /// <returns>Its number in the run where it is the same, else null.</returns>
    private static long? Comes(FfmpegRun run, ResumePoint expected)
    {
        using var frame = new FramePool(run.Layout).Rent();
        return run.TryRead(frame, out var number, out var pts) && pts == expected.Pts && GateChecksum.Of(frame.Gate) == expected.Checksum
            ? number
            : null;
    }

    private void End(FfmpegRun run)
    {
        run.Kill();
        session.Finish(run);
    }
}
