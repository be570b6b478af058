using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Placement.Tests.Silos;

public class LoadRegistrationTests
{
    [Fact]
    public async Task A_host_publishes_a_load_at_its_start_and_another_every_second_until_it_ends()
    {
        var (clock, sink) = (new ManualClock(), new ChannelSink());
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<ILoadSink>(sink);
        services.AddSiloLoad("silo-1", Path.GetTempPath());
        await using var provider = services.BuildServiceProvider();
        var monitor = Assert.Single(provider.GetServices<IHostedService>());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await monitor.StartAsync(limit.Token);
        var first = await sink.Loads.Reader.ReadAsync(limit.Token);

        // The monitor waits for the clock only after it has published: the clock goes on until it has heard of it.
        var second = sink.Loads.Reader.ReadAsync(limit.Token).AsTask();
        while (!second.IsCompleted)
        {
            clock.Advance(LoadMonitor.Interval);
            await Task.Yield();
        }

        Assert.Equal("silo-1", first.Silo);
        Assert.True((await second).Time >= first.Time + LoadMonitor.Interval);
        await monitor.StopAsync(limit.Token);
        Assert.NotNull(provider.GetRequiredService<ISiloLoadSource>().Current);
    }

    private sealed class ChannelSink : ILoadSink
    {
        public Channel<SiloLoad> Loads { get; } = Channel.CreateUnbounded<SiloLoad>();

        public ValueTask PublishAsync(SiloLoad load, CancellationToken cancellationToken) => Loads.Writer.WriteAsync(load, cancellationToken);
    }
}
