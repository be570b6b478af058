using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Placement;
using Orleans.Streams;

namespace Orleans.Camera.Engine.Tests.Streaming;

/// <summary>Writes what it hears on the stream of a name into the journal, under its own key.</summary>
public interface IListenerGrain : IGrainWithStringKey
{
    Task ListenAsync(string stream);

    /// <summary>Hears again what it subscribed to before. Returns the number of subscriptions.</summary>
    Task<int> ResumeAsync(string stream);

    Task LeaveAsync(string stream);

    Task TellAsync(string stream, News news);

    Task DeactivateAsync();

    /// <summary>Waits at the gate "KEY call".</summary>
    Task StayAsync();
}

[GenerateSerializer]
public sealed class News
{
    [Id(0)]
    public string Text { get; set; } = "";
}

[PreferLocalPlacement]
public sealed class ListenerGrain(Journal journal) : Grain, IListenerGrain
{
    private string Key => this.GetPrimaryKeyString();

    public Task ListenAsync(string stream) => Stream(stream).SubscribeAsync(HearAsync);

    public async Task<int> ResumeAsync(string stream)
    {
        var handles = await Stream(stream).GetAllSubscriptionHandles();
        foreach (var handle in handles)
        {
            await handle.ResumeAsync(HearAsync);
        }

        return handles.Count;
    }

    public async Task LeaveAsync(string stream)
    {
        foreach (var handle in await Stream(stream).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public async Task TellAsync(string stream, News news)
    {
        await Stream(stream).OnNextAsync(news);
        news.Text = "changed afterwards";
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task StayAsync()
    {
        journal.Write(Key, "call begins");
        await journal.Gate($"{Key} call");
        journal.Write(Key, "call ends");
    }

    private Task HearAsync(News news, StreamSequenceToken? token)
    {
        // Only a turn of the grain may do this.
        DelayDeactivation(TimeSpan.FromMinutes(1));
        journal.Write(Key, news.Text);
        return Task.CompletedTask;
    }

    private IAsyncStream<News> Stream(string key) => this.GetStreamProvider("memory").GetStream<News>(StreamId.Create("news", key));
}
