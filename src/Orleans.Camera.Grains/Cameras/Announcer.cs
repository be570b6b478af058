using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Measuring;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// Tells what is stored, and only that, in order and at least once: after a cursor which is stored too, so that what an
/// owner did not tell any more is told by the next.
/// </summary>
internal sealed class Announcer(string camera, CheckpointWriter writer, ICheckpointStore store, IAudience audience, TimeProvider time, Random random)
{
    private const int Batch = 500;
    private const int MostKept = 1_000;

    // An owner that was frozen asks the store first whether it still is one: within less time than another needs to take over.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Backoff _backoff = new(FirstPause, LongestPause, random);
    private readonly Signal _committed = new();
    private readonly Queue<CameraEvent> _kept = [];
    private readonly LatencyWindow _delays = new(time, TimeSpan.FromMinutes(5));

    /// <summary>Of the oldest event that has not been told.</summary>
    private DateTimeOffset? _sureSince;

    /// <summary>Why nothing can be told, in one line; null where it can.</summary>
    public string? Trouble { get; private set; }

    private bool MayTell => writer.IsOwner && writer.SinceWrite < Trust;

    /// <summary>
    /// Of what was told in the last minutes, the 99th percentile of the time from the picture that made it sure until its audience
    /// had been told; zero where that was nothing, or cannot be known.
    /// </summary>
    public TimeSpan DelayP99 => _delays.Percentile(0.99);

    /// <summary>The store has these events now, or may have some that were not told.</summary>
    /// <param name="sureSince">See <see cref="Cut.SureSince"/>.</param>
    public void Committed(IReadOnlyList<CameraEvent> events, DateTimeOffset? sureSince = null)
    {
        _sureSince ??= sureSince;
        foreach (var stored in events)
        {
            _kept.Enqueue(stored);
        }

        // Whoever cannot be told for so long is told from the store.
        while (_kept.Count > MostKept)
        {
            _kept.Dequeue();
        }

        _committed.Set();
    }

    /// <summary>Tells until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _committed.WaitAsync(cancellationToken);
            while (MayTell && writer.Announced < writer.Current.Sequence)
            {
                await TellAsync(cancellationToken);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            var events = await NextAsync(cancellationToken);
            if (!MayTell)
            {
                return;
            }

            await audience.TellAsync(camera, events.Select(stored => Records.Of(camera, stored)).ToArray(), cancellationToken);
            writer.Announced = events[^1].Sequence;
            _backoff.Reset();
            Trouble = null;
            if (_sureSince is { } since && writer.Announced >= writer.Current.Sequence)
            {
                _delays.Add(time.GetUtcNow() - since);
                _sureSince = null;
            }
        }
#pragma warning disable CA1031 // Whatever a receiver or the store fails with, the events stay stored and are told again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Trouble = exception.Message;
            await Task.Delay(_backoff.Next(), time, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<CameraEvent>> NextAsync(CancellationToken cancellationToken)
    {
        while (_kept.TryPeek(out var known) && known.Sequence <= writer.Announced)
        {
            _kept.Dequeue();
        }

        return _kept.TryPeek(out var first) && first.Sequence == writer.Announced + 1
            ? [.. _kept.Take(Batch)]
            : await store.ReadEventsAsync(camera, writer.Announced, Batch, cancellationToken) is { Count: > 0 } stored ? stored
            : throw new InvalidOperationException($"The store lacks event {writer.Announced + 1} of camera {camera}.");
    }
}
