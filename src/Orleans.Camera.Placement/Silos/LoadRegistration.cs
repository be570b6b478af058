using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Placement.Gpus;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Silos;

public static class LoadRegistration
{
    /// <summary>
    /// Measures this silo as <see cref="ISiloLoadSource"/>, every second, from when the host starts. Its work comes from
    /// <see cref="ISiloWork"/> and its loads go to <see cref="ILoadSink"/>, where these are registered.
    /// </summary>
    /// <param name="services">Need a <see cref="TimeProvider"/> and logging.</param>
    /// <param name="silo">This silo's name.</param>
    /// <param name="folder">Where it keeps its files.</param>
    public static IServiceCollection AddSiloLoad(this IServiceCollection services, string silo, string folder)
    {
        services.AddSingleton<WatchedProcesses>();
        services.AddSingleton<GpuReader>();
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new LoadMonitor(
                new LoadMeter(silo, folder, new SystemFiles(), provider.GetRequiredService<WatchedProcesses>(), time),
                new GpuWatch(provider.GetRequiredService<GpuReader>().Look, time),
                time,
                provider.GetRequiredService<ILogger<LoadMonitor>>(),
                provider.GetService<ISiloWork>(),
                provider.GetService<ILoadSink>());
        });
        services.AddSingleton<ISiloLoadSource>(provider => provider.GetRequiredService<LoadMonitor>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LoadMonitor>());
        return services;
    }
}
