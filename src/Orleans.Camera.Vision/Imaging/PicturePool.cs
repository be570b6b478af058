using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>
/// Works on pictures in child processes, which are started with the first one. What waits is handed over together; a process
/// that dies costs a picture no more than another try.
/// </summary>
public sealed class PicturePool : IPictureWork, IDisposable
{
    private readonly PicturePoolOptions _options;
    private readonly ILogger<PicturePool> _logger;
    private readonly Lock _gate = new();
    private readonly LinkedList<PictureErrand> _waiting = new();
    private PictureProcess[] _processes = [];
    private bool _isEnded;
    private long _refused;
    private long _answered;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public PicturePool(PicturePoolOptions options, ILogger<PicturePool> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_options, _logger) = (options, logger);
    }

    /// <inheritdoc/>
    public PictureWorkHealth Health
    {
        get
        {
            lock (_gate)
            {
                return new PictureWorkHealth(
                    _waiting.Count, _refused, Interlocked.Read(ref _answered), _processes.Sum(process => process.HandOvers), [.. _processes.Select(HealthOf)]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return await WorkAsync(
            frame,
            frame.HasPicture ? new PictureOrder(PictureTask.ColourJpeg, frame.Layout.Picture) : new PictureOrder(PictureTask.GreyJpeg, frame.Layout.Gate),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Frame> ResizeAsync(Frame frame, PictureSize box, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var layout = frame.Layout;
        if (!frame.HasPicture || box.IsEmpty)
        {
            throw new ArgumentException(box.IsEmpty ? "A picture needs a size." : "The frame carries no colour picture; ask the source for one.", nameof(frame));
        }

        if (PlaneScaler.SizeWithin(box, layout.Picture) is not { } size)
        {
            return frame.Retain();
        }

        using var kept = frame.Retain();
        var planes = await WorkAsync(frame, new PictureOrder(PictureTask.Resize, layout.Picture, size), cancellationToken).ConfigureAwait(false);
        return ResizedPicture.Of(frame, size, planes);
    }

    /// <summary>Refuses what waits, finishes what is worked on, and ends the processes.</summary>
    public void Dispose()
    {
        List<PictureErrand> waiting;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var errand in waiting)
        {
            errand.Fail(new WorkerLostException("Work on pictures was ended before this one's turn."));
        }

        Array.ForEach(_processes, process => process.Dispose());
    }

    private static ProcessHealth HealthOf(PictureProcess process)
    {
        var health = process.Health;
        return new ProcessHealth(health.ProcessId, health.Memory, health.MostMemory, health.Restarts, health.Trouble ?? "");
    }

    private async Task<byte[]> WorkAsync(Frame frame, PictureOrder order, CancellationToken cancellationToken)
    {
        var (size, most) = (order.Size, PictureProcess.Largest);
        if (size.IsEmpty || size.Area > most.Area)
        {
            throw new ArgumentException(size.IsEmpty ? "The frame carries no picture." : $"A picture of {size} is larger than {most}, the most that is worked on.", nameof(frame));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var errand = Add(frame, order);
        await using (cancellationToken.UnsafeRegister((_, token) => Cancel(errand, token), null).ConfigureAwait(false))
        {
            var bytes = await errand.Result.ConfigureAwait(false);
            Interlocked.Increment(ref _answered);
            return bytes;
        }
    }

    private PictureErrand Add(Frame frame, PictureOrder order)
    {
        PictureErrand errand;
        PictureProcess? idle;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            if (_waiting.Count >= _options.Queue)
            {
                _refused++;
                throw new PictureRefusedException(
                    $"{_waiting.Count} pictures wait to be worked on, which is as many as may; ask again later, or set Camera:Pictures:Queue or Camera:Pictures:Processes higher.");
            }

            if (_processes.Length == 0)
            {
                _processes = [.. Enumerable.Range(0, _options.Processes).Select(_ => new PictureProcess(_options.Process, _options.Queue, _logger))];
            }

            errand = new PictureErrand(frame, order);
            _waiting.AddLast(errand);
            idle = Array.Find(_processes, process => !process.IsBusy);
            idle?.IsBusy = true;
        }

        if (idle is not null)
        {
            _ = Task.Run(() => ServeAsync(idle), CancellationToken.None);
        }

        return errand;
    }

    private async Task ServeAsync(PictureProcess process)
    {
        while (TakeBatch(process) is { Count: > 0 } batch)
        {
            await process.WorkAsync(batch).ConfigureAwait(false);
        }
    }

    /// <summary>A process takes its share of what waits.</summary>
    private List<PictureErrand> TakeBatch(PictureProcess process)
    {
        lock (_gate)
        {
            var share = (_waiting.Count + _processes.Length - 1) / _processes.Length;
            var batch = new List<PictureErrand>(share);
            while (batch.Count < share)
            {
                batch.Add(_waiting.First!.Value);
                _waiting.RemoveFirst();
            }

            process.IsBusy = share > 0;
            return batch;
        }
    }

    private void Cancel(PictureErrand errand, CancellationToken cancellationToken)
    {
        errand.Cancel(cancellationToken);
        bool isWaiting;
        lock (_gate)
        {
            isWaiting = _waiting.Remove(errand);
        }

        if (isWaiting)
        {
            errand.End();
        }
    }
}
