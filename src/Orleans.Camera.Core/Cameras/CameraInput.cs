using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// What a run reads and detects with, open: made by the run itself, or ahead of it where a camera is about to move, because
/// to load a model, to connect to a camera and to find a place in a recording take longer than all the rest of a move.
/// </summary>
public sealed class CameraInput : IAsyncDisposable
{
    private readonly string _detector;
    private readonly SourceOrder _order;
    private (long Number, DateTimeOffset Since)? _follows;
    private long? _shift;

    private CameraInput(string detector, SourceOrder order, IOpenDetector model, IFrameSource source, SourceInfo info) =>
        (_detector, _order, Model, Source, Info) = (detector, order, model, source, info);

    internal IOpenDetector Model { get; }

    internal IFrameSource Source { get; }

    internal SourceInfo Info { get; }

    /// <summary>Opens what another owner will need that goes on after a later checkpoint than this one.</summary>
    /// <returns>Null where nothing can be done ahead, as where a source has room for one reader alone.</returns>
    /// <exception cref="SourceException">The source cannot be opened.</exception>
    /// <exception cref="ModelException">The detector cannot be opened.</exception>
    public static async Task<CameraInput?> PrepareAsync(CameraOrder order, Checkpoint from, CameraTools tools, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(tools);
        if (from.HasEnded || (tools.Sources.IsLive(order.Address) && !tools.Sources.MayShare(order.Address)) || !CameraRun.IsSame(order, from, tools.Sources))
        {
            return null;
        }

        return await OpenAsync(order, tools, new ResumePoint(from.Frame, from.Pts, from.Checksum), from.Start, seed: tools.Seed, stop).ConfigureAwait(false);
    }

    /// <summary>Closes what nobody needs any more, as soon as it is open.</summary>
    public static async Task DiscardAsync(Task<CameraInput?> opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        if (await opening.ConfigureAwait(false) is { } input)
        {
            await input.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <param name="order">What is read.</param>
    /// <param name="tools">Opens it.</param>
    /// <param name="after">The picture after which reading goes on; null to begin at the beginning.</param>
    /// <param name="start">Time of PTS zero; null where the source decides.</param>
    /// <param name="seed">Of the source's pauses.</param>
    /// <param name="stop">Ends the wait.</param>
    internal static async Task<CameraInput> OpenAsync(
        CameraOrder order, CameraTools tools, ResumePoint? after, DateTimeOffset? start, int seed, CancellationToken stop)
    {
        var model = await tools.Detectors.OpenAsync(order.Detector, stop).ConfigureAwait(false);
        IFrameSource? source = null;
        try
        {
            var wanted = OrderOf(order, model, after, start, seed);
            source = tools.Sources.Create(wanted);
            var info = await source.OpenAsync(stop).ConfigureAwait(false);
            return new CameraInput(order.Detector, wanted, model, source, info);
        }
        catch
        {
            if (source is not null)
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }

            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads on until the next picture is the one after <paramref name="after"/>, which must be as it was.</summary>
    /// <returns>Whether it is so; if not, this input is of no use to the run.</returns>
    internal async ValueTask<bool> TryReachAsync(CameraOrder order, ResumePoint? after, DateTimeOffset? start, CancellationToken stop)
    {
        if (after is not { } place || !IsBefore(place, order, start))
        {
            return false;
        }

        var reached = _order.After!.Value;
        try
        {
            while (reached.Number < place.Number)
            {
                var read = await Source.ReadAsync(stop).ConfigureAwait(false);
                if (read.IsEnd)
                {
                    return false;
                }

                // A gap on the way was counted by the owner before.
                using var frame = read.Frame;
                reached = frame is null ? reached : new ResumePoint(frame.Number, frame.Pts, GateChecksum.Of(frame.Gate));
            }
        }
        catch (SourceException)
        {
            return false;
        }

        return reached == place;
    }

    /// <summary>
    /// Has a live source go on after <paramref name="after"/>: what it has shown until now was there for the owner before, so
    /// that what is read comes later, whatever their clocks say.
    /// </summary>
    /// <returns>Whether that can be; if not, this input is of no use to the run.</returns>
    internal bool TryFollow(CameraOrder order, ResumePoint? after, DateTimeOffset? start, DateTimeOffset now)
    {
        if (after is not { } place || !IsBefore(place, order, start) || start + place.Pts > now)
        {
            return false;
        }

        _follows = (place.Number, now);
        return true;
    }

    /// <summary>The next picture, gap or end that the run has to take.</summary>
    internal ValueTask<SourceRead> ReadAsync(CancellationToken stop) => _follows is { } last ? ReadAfterAsync(last, stop) : Source.ReadAsync(stop);

    private async ValueTask<SourceRead> ReadAfterAsync((long Number, DateTimeOffset Since) last, CancellationToken stop)
    {
        while (true)
        {
            var read = await Source.ReadAsync(stop).ConfigureAwait(false);
            if (read.Frame is { } frame && (_shift is not null || frame.Time > last.Since))
            {
                // Its numbers began where the owner before was when it was opened.
                _shift ??= last.Number + 1 - frame.Number;
                frame.Stamp(frame.Number + _shift.Value, frame.Pts, frame.Time);
                return read;
            }

            if (read.IsEnd || _shift is not null)
            {
                return read;
            }

            // A gap among them is a part of the one up to the first picture that counts.
            read.Frame?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        Model.Dispose();
    }

    /// <summary>Whether it was opened for this very order, at this picture or at one before.</summary>
    private bool IsBefore(ResumePoint place, CameraOrder order, DateTimeOffset? start) =>
        _order.After is { } from && from.Number <= place.Number && _detector == order.Detector && OrderOf(order, Model, from, start, _order.Seed) == _order;

    private static SourceOrder OrderOf(CameraOrder order, IOpenDetector model, ResumePoint? after, DateTimeOffset? start, int seed) => new()
    {
        Address = order.Address,
        ProcessFps = order.ProcessFps,
        Picture = model.Picture,
        After = after,
        Start = start,
        Seed = seed,
    };
}
