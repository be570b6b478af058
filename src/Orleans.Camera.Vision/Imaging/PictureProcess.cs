using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>One child process that works on pictures, a batch at a time. Batches are not given at once.</summary>
internal sealed class PictureProcess : IDisposable
{
    /// <summary>What no picture needs of the room is never occupied.</summary>
    public static readonly PictureSize Largest = new(4096, 4096);

    private const int MostTries = 3;
    private readonly WorkerHost _host;
    private long _handOvers;

    public PictureProcess(IsolationOptions options, int mostAtOnce, ILogger logger)
    {
        var shape = new RingShape(mostAtOnce, SlotFrames.BytesOf(Largest), SlotFrames.BytesOf(Largest));
        var longest = options.LongestAnswer ?? throw new ArgumentException("Say how long a picture may take.", nameof(options));
        _host = new WorkerHost(new WorkerSetup(shape, Lanes: 1, Model: null), options with { Slots = mostAtOnce, Lanes = 1 }, longest, logger);
    }

    /// <summary>Whether it has a batch; read and set under the lock of the owner.</summary>
    public bool IsBusy { get; set; }

    public long HandOvers => Interlocked.Read(ref _handOvers);

    public WorkerHealth Health => _host.Health;

    /// <summary>Ends once each picture of a batch is worked on, or has failed.</summary>
    public async Task WorkAsync(IReadOnlyList<PictureErrand> batch)
    {
        try
        {
            // One that kills its process takes others along once: whoever was lost is tried again alone.
            foreach (var lost in await TryAsync(batch).ConfigureAwait(false))
            {
                await TryAgainAsync(lost).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            // The process cannot be started, or is ended. Nobody else may wait for ever.
            foreach (var errand in batch.Where(errand => errand.IsWanted))
            {
                errand.Fail(fault is ObjectDisposedException ? new WorkerLostException("Work on pictures was ended.", fault) : fault);
            }
        }
        finally
        {
            foreach (var errand in batch)
            {
                errand.End();
            }
        }
    }

    /// <summary>Ends the child once it has answered what it was asked.</summary>
    public void Dispose() => _host.Dispose();

    private async Task TryAgainAsync(Lost lost)
    {
        for (var tries = 1; tries < MostTries && lost.Errand.IsWanted; tries++)
        {
            var again = await TryAsync([lost.Errand]).ConfigureAwait(false);
            if (again.Count == 0)
            {
                return;
            }

            lost = again[0];
        }

        lost.Errand.Fail(lost.Fault);
    }

    /// <returns>Those with which the child died.</returns>
    private async Task<List<Lost>> TryAsync(IReadOnlyList<PictureErrand> batch)
    {
        // The first start may take longer than a later one; what is wrong with it, the next call tells.
        await ((Task)_host.FirstGreeting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var calls = await RentAsync(batch).ConfigureAwait(false);
        await _host.TellAsync(calls).ConfigureAwait(false);
        Interlocked.Increment(ref _handOvers);
        var lost = new List<Lost>();
        for (var i = 0; i < calls.Length; i++)
        {
            try
            {
                await _host.AnswerAsync(calls[i]).ConfigureAwait(false);
            }
            catch (WorkerLostException fault)
            {
                lost.Add(new Lost(batch[i], fault));
                continue;
            }

            batch[i].Take(_host.Shape.Slot(_host.Memory, calls[i].Slot));
            _host.Return(calls[i]);
        }

        return lost;
    }

    private async Task<SlotCall[]> RentAsync(IReadOnlyList<PictureErrand> batch)
    {
        var calls = new List<SlotCall>(batch.Count);
        try
        {
            foreach (var errand in batch)
            {
                var call = await _host.RentAsync(CancellationToken.None).ConfigureAwait(false);
                calls.Add(call);
                errand.Put(_host.Shape.Slot(_host.Memory, call.Slot));
            }

            return [.. calls];
        }
        catch
        {
            calls.ForEach(_host.Return);
            throw;
        }
    }

    private readonly record struct Lost(PictureErrand Errand, WorkerLostException Fault);
}
