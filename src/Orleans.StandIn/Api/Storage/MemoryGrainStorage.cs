using Orleans.Runtime;
using Orleans.Runtime.Hosting;

namespace Orleans.Hosting;

public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>A store in the memory of the cluster: all is lost with the silo that happens to hold it.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name) =>
        builder.ConfigureServices(services => services.AddGrainStorage(name, MemoryStore.Create));
}
