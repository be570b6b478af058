using System.Collections.Concurrent;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Dispatch;

/// <summary>
/// Workers on other silos that owe an answer. One that was late, or that a call did not reach, gets no pictures until it has answered a
/// word without one. So a silo that stands still costs each camera one attempt, and what lies on the way to it grows no more:
/// the word travels behind all of it, and its answer shows that the way is free. Thread safe.
/// </summary>
/// <param name="isThere">Whether a worker is still one to ask.</param>
/// <param name="changed">Told when one is silent no more.</param>
internal sealed class SilentWorkers(IGrainFactory grains, TimeProvider time, Func<string, bool> isThere, Action changed)
{
    /// <summary>A word that was lost on the way is said again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Silence> _silent = new(StringComparer.Ordinal);

    public bool Contains(string worker) => _silent.ContainsKey(worker);

    /// <param name="lease">What the picture holds of the way to the worker, given back when that is free; null where nothing lies on it.</param>
    public void Add(string worker, ByteLease? lease)
    {
        var begun = new Silence();
        var silence = _silent.GetOrAdd(worker, begun);
        silence.Hold(lease);
        if (ReferenceEquals(silence, begun))
        {
            AskAsync(worker, silence).Ignore();
        }
    }

    private async Task AskAsync(string worker, Silence silence)
    {
        while (isThere(worker) && !await AnswersAsync(worker).ConfigureAwait(false))
        {
            await Task.Delay(Pause, time).ConfigureAwait(false);
        }

        _silent.TryRemove(worker, out _);
        silence.End();
        changed();
    }

    private async Task<bool> AnswersAsync(string worker)
    {
        try
        {
            var answer = grains.GetGrain<IInferenceGrain>(worker).PingAsync();
            answer.Ignore();
            await answer.WaitAsync(Patience, time).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            // Whatever it is, it does not answer.
            return false;
        }
    }

    private sealed class Silence
    {
        private readonly Lock _lock = new();
        private readonly List<ByteLease> _held = [];
        private bool _isOver;

        public void Hold(ByteLease? lease)
        {
            lock (_lock)
            {
                if (lease is not null && !_isOver)
                {
                    _held.Add(lease);
                    return;
                }
            }

            lease?.Dispose();
        }

        public void End()
        {
            lock (_lock)
            {
                _isOver = true;
            }

            _held.ForEach(lease => lease.Dispose());
        }
    }
}
