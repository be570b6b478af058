using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Camera.Engine.Tests.Placing;

public class MetadataTests
{
    [Fact]
    public async Task What_a_silo_says_of_itself_is_known_to_all_and_a_stranger_says_nothing()
    {
        var number = 0;
        await using var cluster = await EngineCluster.StartAsync(
            2, silo => silo.UseSiloMetadata(new Dictionary<string, string> { ["number"] = $"{number++}", ["role"] = "ingest" }));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        for (var from = 0; from < 2; from++)
        {
            var cache = cluster.Host(from).Services.GetRequiredService<ISiloMetadataCache>();
            for (var of = 0; of < 2; of++)
            {
                while (cache.GetSiloMetadata(cluster.Address(of)).Metadata.IsEmpty)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
                }

                var metadata = cache.GetSiloMetadata(cluster.Address(of)).Metadata;
                Assert.Equal(($"{of}", "ingest"), (metadata["number"], metadata["role"]));
            }

            var stranger = SiloAddress.New(cluster.Address(0).Endpoint, 1);
            Assert.Empty(cache.GetSiloMetadata(stranger).Metadata);
        }
    }
}
