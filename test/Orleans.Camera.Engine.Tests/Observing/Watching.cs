using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Observing;

public interface IWatcher : IGrainObserver
{
    void Happened(string what);

    Task<string> AnswerAsync(string question);
}

public interface IWatchedGrain : IGrainWithStringKey
{
    Task SubscribeAsync(IWatcher watcher);

    Task TellAsync(string what);

    Task<string> AskAsync(string question);
}

[PreferLocalPlacement]
public sealed class WatchedGrain : Grain, IWatchedGrain
{
    private IWatcher? _watcher;

    public Task SubscribeAsync(IWatcher watcher)
    {
        _watcher = watcher;
        return Task.CompletedTask;
    }

    public Task TellAsync(string what)
    {
        _watcher!.Happened(what);
        return Task.CompletedTask;
    }

    public Task<string> AskAsync(string question) => _watcher!.AnswerAsync(question);
}

/// <summary>Writes into the journal what it is told; told "throw", it throws.</summary>
public sealed class Watcher(Journal journal, string key) : IWatcher
{
    public void Happened(string what)
    {
        journal.Write(key, what);
        if (what == "throw")
        {
            throw new InvalidOperationException("a watcher fails");
        }
    }

    public Task<string> AnswerAsync(string question) => Task.FromResult($"{question} {key}");
}
