using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Streams;

namespace Orleans.Camera.Engine.Tests.Streaming;

[Collection("features")]
public class StreamTests(FeaturesCluster features)
{
    private readonly EngineCluster _cluster = features.Cluster;

    private Journal Journal => _cluster.Journal;

    [Fact]
    public async Task An_event_reaches_every_subscriber_wherever_it_and_the_producer_are()
    {
        await Listener(0, "near").ListenAsync("everywhere");
        await Listener(1, "far").ListenAsync("everywhere");
        await ListenOutsideAsync(1, "everywhere", "outside");

        await Listener(1, "teller").TellAsync("everywhere", new() { Text = "one" });
        await Stream(0, "everywhere").OnNextAsync(new() { Text = "two" });

        foreach (var key in (string[])["near", "far", "outside"])
        {
            await Journal.Seen(key, "one");
            await Journal.Seen(key, "two");
        }
    }

    [Fact]
    public async Task Events_of_one_producer_arrive_in_order_and_only_on_their_own_stream()
    {
        await Listener(0, "ordered").ListenAsync("order");
        await Listener(0, "other").ListenAsync("other order");

        for (var i = 0; i < 50; i++)
        {
            await Stream(1, "order").OnNextAsync(new() { Text = $"{i}" });
        }

        await Journal.Seen("ordered", "49");
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), Journal.Of("ordered"));
        Assert.Empty(Journal.Of("other"));
    }

    [Fact]
    public async Task An_event_waits_for_the_turn_of_its_subscriber()
    {
        var grain = Listener(0, "busy listener");
        await grain.ListenAsync("busy");
        await ListenOutsideAsync(0, "busy", "beside the busy one");
        var call = grain.StayAsync();
        await Journal.Seen("busy listener", "call begins");

        await Stream(0, "busy").OnNextAsync(new() { Text = "event" });
        await Journal.Seen("beside the busy one", "event");
        Journal.Open("busy listener call");
        await call;

        await Journal.Seen("busy listener", "event");
        Assert.Equal(["call begins", "call ends", "event"], Journal.Of("busy listener"));
    }

    [Fact]
    public async Task Who_unsubscribed_hears_nothing_more()
    {
        var grain = Listener(0, "leaving");
        await grain.ListenAsync("left");
        var outside = await ListenOutsideAsync(0, "left", "leaving outside");
        await Stream(0, "left").OnNextAsync(new() { Text = "before" });
        await Journal.Seen("leaving", "before");
        await Journal.Seen("leaving outside", "before");

        await grain.LeaveAsync("left");
        await outside.UnsubscribeAsync();
        await Listener(0, "staying").ListenAsync("left");
        await Stream(0, "left").OnNextAsync(new() { Text = "after" });

        await Journal.Seen("staying", "after");
        Assert.Equal(["before"], Journal.Of("leaving"));
        Assert.Equal(["before"], Journal.Of("leaving outside"));
        Assert.Empty(await Stream(0, "left").GetAllSubscriptionHandles());
    }

    [Fact]
    public async Task A_subscription_outlives_its_activation_and_the_next_one_resumes_it()
    {
        var grain = Listener(0, "returning");
        await grain.ListenAsync("return");
        await grain.DeactivateAsync();

        Assert.Equal(1, await grain.ResumeAsync("return"));
        await Stream(1, "return").OnNextAsync(new() { Text = "again" });

        await Journal.Seen("returning", "again");
    }

    [Fact]
    public async Task A_client_in_a_process_of_its_own_hears_and_tells()
    {
        using var host = await _cluster.ConnectAsync(0, client => client.AddMemoryStreams("memory"));
        var client = host.Services.GetRequiredService<IClusterClient>();
        var stream = client.GetStreamProvider("memory").GetStream<News>(StreamId.Create("news", "from afar"));
        await Listener(1, "in the silo").ListenAsync("from afar");
        var handle = await ListenAsync(stream, "afar");

        await stream.OnNextAsync(new() { Text = "from the client" });
        await Stream(1, "from afar").OnNextAsync(new() { Text = "from a silo" });

        foreach (var key in (string[])["in the silo", "afar"])
        {
            await Journal.Seen(key, "from the client");
            await Journal.Seen(key, "from a silo");
        }

        await handle.UnsubscribeAsync();
        await host.StopAsync();
    }

    [Fact]
    public void A_provider_that_nobody_added_is_an_error()
    {
        Assert.Throws<KeyNotFoundException>(() => _cluster.Client(0).GetStreamProvider("unknown"));
    }

    private IListenerGrain Listener(int silo, string key) => _cluster.On<IListenerGrain>(silo, key, silo);

    private IAsyncStream<News> Stream(int silo, string key) =>
        _cluster.Client(silo).GetStreamProvider("memory").GetStream<News>(StreamId.Create("news", key));

    private Task<StreamSubscriptionHandle<News>> ListenOutsideAsync(int silo, string stream, string key) =>
        ListenAsync(Stream(silo, stream), key);

    private Task<StreamSubscriptionHandle<News>> ListenAsync(IAsyncStream<News> stream, string key) =>
        stream.SubscribeAsync((news, _) =>
        {
            Journal.Write(key, news.Text);
            return Task.CompletedTask;
        });
}
