using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

/// <summary>Scripted workers: each has one picture under way and keeps the others waiting, on a clock of pictures.</summary>
internal sealed class WorkerPool(IReadOnlyList<WorkerView> workers, int seed)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<int, double> _ends = new();
    private readonly double[] _freeAt = new double[workers.Count];
    private readonly WorkerSnapshot _snapshot = new(workers);
    private readonly Dictionary<string, int> _places = workers.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index, StringComparer.Ordinal);

    public int[] Given { get; } = new int[workers.Count];

    public int Refused { get; private set; }

    /// <summary>Sends pictures that arrive at random, at a share of what the workers can do together.</summary>
    public WorkerPool Run(IDispatchPolicy policy, DispatchRequest request, int pictures, double load, bool randomService)
    {
        var rate = workers.Sum(worker => worker.PicturesPerSecond) * load;
        var now = 0.0;
        for (var picture = 0; picture < pictures; picture++)
        {
            now += -Math.Log(1 - _random.NextDouble()) / rate;
            while (_ends.TryPeek(out var done, out var at) && at <= now)
            {
                _ends.Dequeue();
                workers[done].Own.End();
            }

            var chosen = policy.Choose(_snapshot, request);
            if (chosen is null)
            {
                Refused++;
                continue;
            }

            var index = _places[chosen.Id];
            var service = (randomService ? -Math.Log(1 - _random.NextDouble()) : 1) / chosen.PicturesPerSecond;
            _freeAt[index] = Math.Max(now, _freeAt[index]) + service;
            _ends.Enqueue(index, _freeAt[index]);
            chosen.Own.Begin();
            Given[index]++;
        }

        return this;
    }
}
