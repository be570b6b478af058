using System.Threading.Channels;
using Orleans.Camera.Abstractions;
using Orleans.Streams;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Knows every crossing of one camera once: drops what it knows, and asks for the numbers that it has not been told.</summary>
internal sealed class Subscriber : ICameraObserver, IAsyncObserver<CrossingRecord>, IAsyncDisposable
{
    private const int Page = 1000;
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(1);
    private readonly ICameraGrain _camera;
    private readonly Channel<CountEvent> _told = Channel.CreateUnbounded<CountEvent>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<long> _crossings = [];
    private readonly Task _following;
    private Task _renewing = Task.CompletedTask;
    private long _last;

    public Subscriber(ICameraGrain camera)
    {
        _camera = camera;
        _following = FollowAsync();
    }

    /// <summary>Whether anybody has told it anything: what it asked for does not count.</summary>
    public bool HasHeard { get; set; }

    /// <summary>Number of the latest event that it knows.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Numbers of the crossings, in the order in which it learned of them.</summary>
    public IReadOnlyList<long> Crossings
    {
        get
        {
            lock (_lock)
            {
                return [.. _crossings];
            }
        }
    }

    /// <summary>Subscribes as an observer, again and again: whoever owns the camera next knows of nobody.</summary>
    public void Observe(ICameraObserver reference) => _renewing = RenewAsync(reference);

    public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
    {
        foreach (var occurrence in events)
        {
            Hear(occurrence);
        }

        return Task.CompletedTask;
    }

    public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

    public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;

    public Task OnNextAsync(CrossingRecord item, StreamSequenceToken? token = null)
    {
        Hear(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_following, _renewing).ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        _stop.Dispose();
    }

    private void Hear(CountEvent occurrence)
    {
        HasHeard = true;
        _told.Writer.TryWrite(occurrence);
    }

    private async Task RenewAsync(ICameraObserver reference)
    {
        while (!_stop.IsCancellationRequested)
        {
            await TryAsync(() => _camera.SubscribeAsync(reference));
            await Task.Delay(_renewal, TimeProvider.System, _stop.Token);
        }
    }

    private async Task FollowAsync()
    {
        await foreach (var told in _told.Reader.ReadAllAsync(_stop.Token))
        {
            while (told.Sequence > Last + 1 && !await TryAsync(AskAsync))
            {
                await Task.Delay(_renewal, TimeProvider.System, _stop.Token);
            }

            Take(told);
        }
    }

    private async Task AskAsync()
    {
        foreach (var missed in await _camera.GetEventsAsync(Last, Page))
        {
            Take(missed);
        }
    }

    private void Take(CountEvent occurrence)
    {
        if (occurrence.Sequence <= Last)
        {
            return;
        }

        Assert.Equal(Last + 1, occurrence.Sequence);
        lock (_lock)
        {
            if (occurrence is CrossingRecord)
            {
                _crossings.Add(occurrence.Sequence);
            }
        }

        Interlocked.Exchange(ref _last, occurrence.Sequence);
    }

    private async Task<bool> TryAsync(Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(_stop.Token);
            return true;
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException or CameraException or IOException)
        {
            // A silo is gone, and with it the camera until it is counted elsewhere.
            return false;
        }
    }
}
