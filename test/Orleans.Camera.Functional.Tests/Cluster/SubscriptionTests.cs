using Orleans.Camera.Abstractions;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Who has subscribed from outside, while silos are killed one after the other: those that own the camera, and so held the subscription.</summary>
[Collection(ProcessCluster.OneAtATime)]
public sealed class SubscriptionTests : IDisposable
{
    private const string Camera = "street";
    private const int Silos = 3;
    private const int Kills = 3;
    private readonly TemporaryFolder _folder = new();
    private readonly Scene _scene = StreetScene.Create(seed: 1, new(320, 180), 12.5, seconds: 60);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_observer_and_a_subscriber_of_the_stream_know_every_crossing_once_whoever_is_killed()
    {
        await SceneEncoder.EncodeAsync(_scene, _folder["clip.mp4"], repeat: 5);
        await using var cluster = await ProcessCluster.StartAsync(_folder, Silos);
        var line = _scene.Lines[0];
        await cluster.Roster.AddAsync(new CameraDefinition
        {
            Name = Camera,
            Source = _folder["clip.mp4"],
            Lines = [new LineDefinition(line.Name, (float)line.Start.X, (float)line.Start.Y, (float)line.End.X, (float)line.End.Y)],
            RealTime = true,
        });
        var camera = cluster.Client.GetGrain<ICameraGrain>(Camera);
        await using var observer = new Subscriber(camera);
        observer.Observe(cluster.Client.CreateObjectReference<ICameraObserver>(observer));
        await using var listener = new Subscriber(camera);
        await cluster.Client.GetStreamProvider(CameraStreams.Provider).GetStream<CrossingRecord>(StreamId.Create(CameraStreams.Crossings, Camera)).SubscribeAsync(listener);
        await BothHearAsync(observer, listener, "the begin");

        for (var kill = 0; kill < Kills; kill++)
        {
            var owner = await cluster.OwnerAsync(Camera);
            cluster.Kill(owner);
            (observer.HasHeard, listener.HasHeard) = (false, false);
            var starting = cluster.StartSilosAsync(Silos);
            await BothHearAsync(observer, listener, $"{owner} was killed");
            await starting;
        }

        var stored = await cluster.ReadAsync("select sequence from crossing order by sequence", row => row.GetInt64(0));
        await ProcessCluster.UntilAsync(
            () => Task.FromResult(observer.Last >= stored[^1] && listener.Last >= stored[^1]), () => $"known up to {stored[^1]}: {observer.Last}, {listener.Last}");
        Assert.Equal(stored, observer.Crossings.TakeWhile(number => number <= stored[^1]));
        Assert.Equal(stored, listener.Crossings.TakeWhile(number => number <= stored[^1]));
    }

    private static Task BothHearAsync(Subscriber observer, Subscriber listener, string after) => ProcessCluster.UntilAsync(
        () => Task.FromResult(observer.HasHeard && listener.HasHeard), () => $"heard after {after}: by the observer {observer.HasHeard}, from the stream {listener.HasHeard}");
}
