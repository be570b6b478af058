namespace Orleans.Camera.Engine.Silo;

/// <summary>An object of a client that is told things.</summary>
public interface IProcessWatcher : IGrainObserver
{
    [Alias("Told")]
    void Told(string what);
}

/// <summary>A grain that says which process it is in.</summary>
[Alias("engine-silo.IProcessGrain")]
public interface IProcessGrain : IGrainWithStringKey
{
    [Alias("GetProcess")]
    Task<int> GetProcessAsync();

    /// <summary>Asks another grain, which may be on another silo.</summary>
    [Alias("GetProcessOf")]
    Task<int> GetProcessOfAsync(string key);

    /// <summary>Tells the watcher that it began, and then never answers.</summary>
    [Alias("Hang")]
    Task HangAsync(IProcessWatcher watcher);

    /// <summary>Begins a call of another grain that never answers.</summary>
    [Alias("BeginHanging")]
    Task BeginHangingAsync(string key, IProcessWatcher watcher);

    /// <summary>Waits for that call to fail, and gives the name of its exception.</summary>
    [Alias("GetFault")]
    Task<string> GetFaultAsync();

    [Alias("Watch")]
    Task WatchAsync(IProcessWatcher watcher);

    [Alias("Tell")]
    Task TellAsync(string what);

    [Alias("Echo")]
    Task<byte[]> EchoAsync(byte[] bytes);

    /// <summary>Tells the watcher when the caller's token is cancelled.</summary>
    [Alias("WaitForToken")]
    Task WaitForTokenAsync(IProcessWatcher watcher, CancellationToken cancellationToken);
}

public sealed class ProcessGrain : Grain, IProcessGrain
{
    private IProcessWatcher? _watcher;
    private Task _hanging = Task.CompletedTask;

    public Task<int> GetProcessAsync() => Task.FromResult(Environment.ProcessId);

    public Task<int> GetProcessOfAsync(string key) => GrainFactory.GetGrain<IProcessGrain>(key).GetProcessAsync();

    public Task HangAsync(IProcessWatcher watcher)
    {
        watcher.Told("hangs");
        return new TaskCompletionSource().Task;
    }

    public Task BeginHangingAsync(string key, IProcessWatcher watcher)
    {
        _hanging = GrainFactory.GetGrain<IProcessGrain>(key).HangAsync(watcher);
        return Task.CompletedTask;
    }

    public async Task<string> GetFaultAsync()
    {
        try
        {
            await _hanging;
            return "none";
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    public Task WatchAsync(IProcessWatcher watcher)
    {
        _watcher = watcher;
        return Task.CompletedTask;
    }

    public Task TellAsync(string what)
    {
        _watcher!.Told(what);
        return Task.CompletedTask;
    }

    public Task<byte[]> EchoAsync(byte[] bytes) => Task.FromResult(bytes);

    public async Task WaitForTokenAsync(IProcessWatcher watcher, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        watcher.Told("waits");
        await cancelled.Task;
        watcher.Told("cancelled");
    }
}
