using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Silo.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>One silo from its start to its end.</summary>
public sealed partial class SiloRun(SiloSettings settings, TimeProvider time)
{
    /// <summary>Starts the silo, runs until it is told to stop or stops by itself, and hands its cameras over.</summary>
    /// <param name="ready">Called once the silo works; the run ends when this throws.</param>
    /// <param name="stop">Stops the silo in good order.</param>
    /// <returns>Whether it stopped because it was told to.</returns>
    /// <exception cref="ConfigurationException">The file of cameras has faults.</exception>
    /// <exception cref="StartException">It may not join, or something that it needs is not there.</exception>
    public async Task<bool> RunAsync(Func<IServiceProvider, Task> ready, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(ready);
        PortCheck.Run(settings);
        var cameras = settings.Cameras.Length > 0 ? CamerasFile.Read(settings.Cameras) : [];
        StateFolder.Create(settings.State);
        using var host = SiloHost.Build(settings, time);
        var log = host.Services.GetRequiredService<ILogger<SiloRun>>();
        LogEngine(log, EngineInfo.Version, EngineInfo.Name, settings.SiloName);
        await StartAsync(host, stop).ConfigureAwait(false);
        try
        {
            await FirstCameras.AddAsync(host.Services.GetRequiredService<IGrainFactory>(), cameras).ConfigureAwait(false);
            LogReady(log, settings.Address, settings.SiloPort, settings.GatewayPort);
            await ready(host.Services).ConfigureAwait(false);
            await UntilStopAsync(host, stop).ConfigureAwait(false);
        }
        finally
        {
            LogStopping(log);
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return stop.IsCancellationRequested;
    }

    private async Task StartAsync(IHost host, CancellationToken stop)
    {
        try
        {
            await host.Services.GetRequiredService<IStartCheck>().RunAsync(stop).ConfigureAwait(false);
            await host.StartAsync(stop).ConfigureAwait(false);
        }
        catch (SealingException fault)
        {
            throw new StartException($"the key that signs tokens cannot be used: {fault.Message}", fault);
        }
        catch (Exception fault) when (FindSocketFault(fault) is { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new StartException(
                $"port {settings.SiloPort} or {settings.GatewayPort} of {settings.Address} is in use: set Camera:Endpoints:SiloPort and GatewayPort to free ones",
                fault);
        }
    }

    private static SocketException? FindSocketFault(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is SocketException socket)
            {
                return socket;
            }
        }

        return null;
    }

    private static async Task UntilStopAsync(IHost host, CancellationToken stop)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var told = stop.Register(() => end.TrySetResult()).ConfigureAwait(false);
        await using var itself = stopping.Register(() => end.TrySetResult()).ConfigureAwait(false);
        await end.Task.ConfigureAwait(false);
    }
}
