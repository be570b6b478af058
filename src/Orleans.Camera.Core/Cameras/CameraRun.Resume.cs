using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Cameras;

/// <remarks>
/// A recording goes on exactly: the gate as it was after picture B sees the pictures up to P again, and picture P must be
/// the one that it was. A live source cannot be had again: what the run before had under way is closed as it was, and a new
/// pipeline begins, with a gap between. So it is after a new definition, which goes on after picture P with a new pipeline.
/// </remarks>
public sealed partial class CameraRun
{
    /// <summary>Whether a checkpoint is of this source, and all of it is counted.</summary>
    public static bool IsOver(CameraOrder order, Checkpoint from, IFrameSources sources)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(sources);
        return from.HasEnded && SourceMark.IsOf(from.Source, sources.Show(order.Address));
    }

    /// <summary>Whether a checkpoint is of this source and was counted by this configuration.</summary>
    internal static bool IsSame(CameraOrder order, Checkpoint from, IFrameSources sources) =>
        IsOf(order, from, sources) && from.Configuration == order.Configuration;

    private bool IsContinued => IsOf(order, from, tools.Sources);

    private bool IsSameCount => IsSame(order, from, tools.Sources);

    private static bool IsOf(CameraOrder order, Checkpoint from, IFrameSources sources) =>
        from.Frame > 0 && SourceMark.IsOf(from.Source, sources.Show(order.Address));

    private async Task<CameraInput> InputAsync(CancellationToken stop)
    {
        var isExact = IsSameCount && !tools.Sources.IsLive(order.Address);
        ResumePoint? after = !IsContinued ? null
            : isExact && from.Base is { } gate ? new ResumePoint(gate.Frame, gate.Pts, gate.Checksum)
            : new ResumePoint(from.Frame, from.Pts, from.Checksum);
        DateTimeOffset? start = IsContinued ? from.Start : null;
        if (await PreparedAsync(stop).ConfigureAwait(false) is { } prepared)
        {
            if (isExact ? await prepared.TryReachAsync(order, after, start, stop).ConfigureAwait(false)
                : IsSameCount && prepared.TryFollow(order, after, start, tools.Time.GetUtcNow()))
            {
                return prepared;
            }

            await prepared.DisposeAsync().ConfigureAwait(false);
        }

        return await CameraInput.OpenAsync(order, tools, after, start, _random.Next(), stop).ConfigureAwait(false);
    }

    /// <summary>What is still being opened is waited for: to begin anew would take longer, and a camera may have no room for both.</summary>
    private async ValueTask<CameraInput?> PreparedAsync(CancellationToken stop)
    {
        try
        {
            return await Prepared.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = CameraInput.DiscardAsync(Prepared);
            throw;
        }
    }

    private async ValueTask ResumeAsync(IOpenDetector model, CancellationToken stop)
    {
        if (!IsContinued)
        {
            return;
        }

        _place = new ResumePoint(from.Frame, from.Pts, from.Checksum);
        _cutAt = from.Frame;
        if (tools.Sources.IsLive(order.Address))
        {
            _outage = from.Start is { } start ? (start + from.Pts, "nobody read the camera: its silo or its pipeline was started anew") : null;
            if (IsSameCount)
            {
                CloseWhatWasUnderWay(model);
            }
        }
        else
        {
            RequireSame();
            if (IsSameCount)
            {
                await RestoreAsync(stop).ConfigureAwait(false);
            }
        }

        _before = _pipeline.Counters;
    }

    private void RequireSame()
    {
        if (from.Source != Mark())
        {
            throw new SourceException(
                $"{_info.Name} is another recording than the one counted up to picture {from.Frame}. Put the old one back, or give the new one another name.");
        }
    }

    private async ValueTask RestoreAsync(CancellationToken stop)
    {
        if (from.Base is not { } gate)
        {
            throw new InvalidDataException($"The checkpoint of picture {from.Frame} has no state of the motion gate.");
        }

        _pipeline.RestoreBase(new StateReader(gate.State));
        _pipeline.RestoreDelta(new StateReader(from.Delta));
        _previous = from.Pts;
        _baseAt = gate.Frame;
        for (var (number, checksum) = (gate.Frame, gate.Checksum); ;)
        {
            if (number >= from.Frame)
            {
                if (number > from.Frame || checksum != from.Checksum)
                {
                    throw new SourceException(
                        $"{_info.Name} shows another picture {from.Frame} than the one counted: the file or the decoder has changed. Put back what was there.");
                }

                return;
            }

            var read = await ReadAsync(stop).ConfigureAwait(false);
            if (read.IsEnd)
            {
                throw new SourceException($"{_info.Name} ends before picture {from.Frame}, which was counted. Put the whole file back.");
            }

            if (read.Frame is { } frame)
            {
                using (frame)
                {
                    (number, checksum) = (frame.Number, GateChecksum.Of(frame.Gate));
                    Replay(frame);
                }
            }
        }
    }

    private void Replay(Frame frame)
    {
        if (frame.Number > _pipeline.GateFrame && frame.Number <= _pipeline.LastFrame)
        {
            _pipeline.Replay(frame);
        }

        SetLatest(frame.Retain());
        _view = _view with { ReRead = _view.ReRead + 1 };
    }

    /// <summary>Counts what only waited for its end, and lets those who were inside leave, at the last picture that was seen.</summary>
    private void CloseWhatWasUnderWay(IOpenDetector model)
    {
        try
        {
            var old = NewPipeline(model);
            old.RestoreDelta(new StateReader(from.Delta));
            Add(old.Finish());
        }
        catch (InvalidDataException)
        {
            // State of another version of this program: a live camera begins anew with what it can see.
        }
    }
}
