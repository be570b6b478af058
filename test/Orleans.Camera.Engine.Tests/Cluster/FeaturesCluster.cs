namespace Orleans.Camera.Engine.Tests.Cluster;

/// <summary>Two silos with streams and reminders in memory.</summary>
public sealed class FeaturesCluster : IAsyncLifetime
{
    public EngineCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await EngineCluster.StartAsync(2, silo => silo
        .AddMemoryGrainStorage("PubSubStore")
        .AddMemoryStreams("memory")
        .UseInMemoryReminderService()
        .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100)));

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition("features")]
public sealed class FeaturesCollection : ICollectionFixture<FeaturesCluster>;
