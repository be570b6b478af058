using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>
/// Asks cameras all the time for the number of the picture that they have counted last. So a pause is told a little too long,
/// by how seldom it asks and how slowly that is answered, and never too short by more.
/// </summary>
internal sealed class PauseWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, List<(long At, long Frame)>> _seen;
    private readonly ClusterSession _session;
    private readonly TimeProvider _time;
    private readonly Task _following;

    public PauseWatch(ClusterSession session, IReadOnlyList<string> cameras, TimeProvider time)
    {
        (_session, _time, _seen) = (session, time, cameras.ToDictionary(camera => camera, _ => new List<(long, long)>()));
        _following = Task.WhenAll(cameras.Select(camera => Task.Run(() => FollowAsync(camera))));
    }

    /// <summary>The longest time for which a camera counted no picture, of those that ended or went on within an interval.</summary>
    public TimeSpan Longest(string camera, long from, long to)
    {
        lock (_seen[camera])
        {
            var times = _seen[camera].Select(seen => seen.At).Where(at => at < to).Append(to).ToArray();
            return times.Zip(times.Skip(1)).Where(pair => pair.Second > from)
                .Select(pair => _time.GetElapsedTime(pair.First, pair.Second)).DefaultIfEmpty(_time.GetElapsedTime(from, to)).Max();
        }
    }

    /// <summary>The same of every camera, for people.</summary>
    public string Tell(long from, long to) =>
        string.Join(", ", _seen.Keys.Select(camera => FormattableString.Invariant($"{camera} {Longest(camera, from, to).TotalMilliseconds:0} ms")));

    /// <summary>The latest picture that a camera has counted.</summary>
    public long Latest(string camera)
    {
        lock (_seen[camera])
        {
            return _seen[camera].LastOrDefault().Frame;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private async Task FollowAsync(string camera)
    {
        var grain = _session.Client.GetGrain<ICameraGrain>(camera);
        try
        {
            while (true)
            {
                await LookAsync(grain, camera);
                await Task.Delay(Look, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The bench is over.
        }
    }

    private async Task LookAsync(ICameraGrain grain, string camera)
    {
        try
        {
            var status = await grain.GetStatusAsync().WaitAsync(Patience, _time, _stop.Token);
            lock (_seen[camera])
            {
                if (_seen[camera].LastOrDefault().Frame != status.Frame)
                {
                    _seen[camera].Add((_time.GetTimestamp(), status.Frame));
                }
            }
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or CameraException)
        {
            // What it does not answer is a pause.
        }
    }
}
