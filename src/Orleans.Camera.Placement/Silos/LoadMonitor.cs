using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Gpus;

namespace Orleans.Camera.Placement.Silos;

/// <summary>Measures this silo every second, keeps the latest load, and hands it to whoever publishes it.</summary>
internal sealed partial class LoadMonitor : BackgroundService, ISiloLoadSource
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly LoadMeter _meter;
    private readonly GpuWatch _gpus;
    private readonly ISiloWork? _work;
    private readonly ILoadSink? _sink;
    private readonly TimeProvider _time;
    private readonly ILogger<LoadMonitor> _log;
    private volatile SiloLoad? _current;
    private Task _publishing = Task.CompletedTask;
    private string _gpuFault = "";
    private string _fault = "";

    public LoadMonitor(LoadMeter meter, GpuWatch gpus, TimeProvider time, ILogger<LoadMonitor> log, ISiloWork? work = null, ILoadSink? sink = null)
    {
        (_meter, _gpus, _time, _log, _work, _sink) = (meter, gpus, time, log, work, sink);
    }

    public SiloLoad? Current => _current;

    /// <summary>Measures once. Nothing that goes wrong in it ends the silo.</summary>
    internal void Measure(CancellationToken cancellationToken)
    {
        try
        {
            var look = _gpus.Read();
            Warn(look);
            var load = _meter.Read(look, _work) with { GpuFault = _gpuFault };
            _current = load;
            Publish(load, cancellationToken);
            _fault = "";
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Tell(fault);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                Measure(stoppingToken);
            }
            while (await beat.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    private void Publish(SiloLoad load, CancellationToken cancellationToken)
    {
        if (_sink is not null && _publishing.IsCompleted)
        {
            _publishing = PublishAsync(_sink, load, cancellationToken);
        }
    }

    private async Task PublishAsync(ILoadSink sink, SiloLoad load, CancellationToken cancellationToken)
    {
        try
        {
            await sink.PublishAsync(load, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo ends.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogUnpublished(_log, fault.Message);
        }
    }

    private void Warn(GpuLook? look)
    {
        var fault = _gpus.IsHung ? "NVIDIA's driver does not answer: see what nvidia-smi says" : look?.Fault ?? "";
        if (fault != _gpuFault && fault.Length > 0)
        {
            LogGpu(_log, fault);
        }

        _gpuFault = fault;
    }

    /// <summary>Once for each fault in a row, and not every second.</summary>
    private void Tell(Exception fault)
    {
        if (fault.Message != _fault)
        {
            LogUnmeasured(_log, fault);
        }

        _fault = fault.Message;
    }
}
