using System.Diagnostics.CodeAnalysis;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources.Relays;

namespace Orleans.Camera.Vision.Sources;

/// <summary>What the reading thread and the reader share: the current child, the queue of pictures, and where reading is.</summary>
internal sealed class SourceSession(SourceAddress address, FrameSourceOptions options, SourceInput input, SourceRelay? relay) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<SourceInfo> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FfmpegRun? _run;
    private FramePool? _pool;
    private SourceInfo? _info;

    public SourceAddress Address => address;

    public FrameSourceOptions Options => options;

    /// <summary>Ends with the first picture, or with the one after which reading goes on.</summary>
    public Task<SourceInfo> Opened => _opened.Task;

    public bool HasPictures => _opened.Task.IsCompletedSuccessfully;

    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>The process number of the child that runs now, or null.</summary>
    public int? ChildId
    {
        get
        {
            lock (_lock)
            {
                return _run?.ProcessId;
            }
        }
    }

    public PictureQueue? Queue { get; private set; }

    /// <summary>Number, time in the source and time of day of the last picture read.</summary>
    public (long Number, TimeSpan Pts, DateTimeOffset Time) Last { get; private set; }

    /// <summary>How many numbers were used up before a live source came to this process.</summary>
    public long NumbersBefore { get; private set; }

    /// <summary>Whether reading began at a key frame in the middle.</summary>
    public bool HasSought { get; set; }

    /// <summary>How often a live source was opened again.</summary>
    public int Reconnects { get; set; }

    /// <summary>Starts FFmpeg and waits for the stream's headers.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="limit">The time until the first picture.</param>
    /// <param name="layout">The layout that pictures must have, where it is known before the first.</param>
    /// <exception cref="EndOfStreamException">It ended before.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public FfmpegRun Start(RunStart start, TimeSpan limit, FrameLayout? layout = null)
    {
        var run = FfmpegRun.Start(address, options, start, input, layout ?? _info?.Layout);
        lock (_lock)
        {
            _run = run;
            if (IsStopped)
            {
                run.Kill();
            }
        }

        run.AllowFor(limit);
        return run;
    }

    /// <summary>Ends the current child.</summary>
    /// <returns>Its exit status.</returns>
    public int Finish(FfmpegRun run)
    {
        var status = run.Finish();
        if (relay?.TakeFault() is { } fault)
        {
            run.Log.AddTrouble(fault);
        }

        lock (_lock)
        {
            _run = null;
        }

        run.Dispose();
        return status;
    }

    /// <summary>Makes room for pictures of this layout; once, before the first.</summary>
    [MemberNotNull(nameof(Queue))]
    public void Prepare(SourceInfo info)
    {
        _info = info;
        _pool = new FramePool(info.Layout, options.BufferedPictures + 6);
        var wakeAt = Address.Kind is SourceKind.File or SourceKind.Folder ? (Options.BufferedPictures + 1) / 2 : 1;
        Queue = new PictureQueue(Options.BufferedPictures, dropsOldest: info.IsLive, wakeAt, countsHere: info.IsLive && !Options.Picture.IsWanted);
        if (options.After is not { } after)
        {
            return;
        }

        Last = (after.Number, after.Pts, info.Start + after.Pts);
        if (info.IsLive)
        {
            NumbersBefore = after.Number;
        }
        else
        {
            // The picture has been seen again, and there may be none after it.
            _opened.TrySetResult(info);
        }
    }

    public Frame Rent() => _pool!.Rent();

    /// <summary>Hands a picture to the reader.</summary>
    /// <returns>False when there is no reader any more.</returns>
    public bool Publish(Frame frame, long number, TimeSpan pts, DateTimeOffset time, Gap? gapBefore)
    {
        frame.Stamp(number, pts, time);
        Last = (number, pts, time);
        if (!Queue!.Enqueue(frame, gapBefore))
        {
            return false;
        }

        _opened.TrySetResult(_info!);
        return true;
    }

    /// <summary>Ends reading: with nothing, or with a gap and a fault that come after the last picture.</summary>
    public void End(Gap? gap, Exception? fault)
    {
        if (fault is null || !_opened.TrySetException(fault))
        {
            Queue?.End(gap, fault);
        }
    }

    /// <summary>Waits, or returns at once when reading is to stop.</summary>
    public void Pause(TimeSpan time)
    {
        try
        {
            Task.Delay(time, options.TimeProvider, _stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Who stops does not wait.
        }
    }

    /// <summary>Ends the child if reading ended before it did.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _run?.Dispose();
            _run = null;
        }
    }

    /// <summary>Ends the child and lets the reading thread run out.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stop.Cancel();
            _run?.Kill();
        }

        Queue?.Dispose();
        _opened.TrySetException(new ObjectDisposedException(nameof(IFrameSource)));
    }

    public void Dispose() => _stop.Dispose();
}
