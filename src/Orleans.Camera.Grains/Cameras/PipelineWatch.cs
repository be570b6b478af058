using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// Looks from outside at the pipelines of this silo. One in which a source or a detector hangs is cancelled, and the grain
/// begins it anew; where even that does not help, the silo ends, so that another one takes its cameras over.
/// </summary>
internal sealed partial class PipelineWatch(IServiceProvider services, TimeProvider time, ILogger<PipelineWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Within this time a pipeline that was cancelled ends.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly ILogger _log = log;
    private readonly Lock _lock = new();
    private readonly List<Watched> _watched = [];

    /// <summary>Pipelines that run here, or did a second ago.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _watched.Count;
            }
        }
    }

    public void Add(string camera, OwnedRun run)
    {
        lock (_lock)
        {
            _watched.Add(new Watched(camera, run));
        }
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        Watched[] all;
        lock (_lock)
        {
            _watched.RemoveAll(watched => watched.Run.Task.IsCompleted);
            all = [.. _watched];
        }

        foreach (var watched in all)
        {
            if (watched.CancelledAt is { } cancelled)
            {
                EndSiloAfter(watched, cancelled);
            }
            else if (watched.Run.Stuck is { } reason)
            {
                (watched.CancelledAt, watched.Reason) = (time.GetTimestamp(), reason);
                LogCancelled(watched.Camera, reason);
                Cancel(watched.Run);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    private static void Cancel(OwnedRun run)
    {
        try
        {
            run.Stop();
        }
        catch (ObjectDisposedException)
        {
            // It has ended just now.
        }
    }

    private void EndSiloAfter(Watched watched, long cancelled)
    {
        if (!watched.HasEndedSilo && time.GetElapsedTime(cancelled) > Grace)
        {
            watched.HasEndedSilo = true;
            LogHopeless(watched.Camera, watched.Reason);
            services.GetService<IHostApplicationLifetime>()?.StopApplication();
        }
    }

    private sealed class Watched(string camera, OwnedRun run)
    {
        public string Camera => camera;

        public OwnedRun Run => run;

        public long? CancelledAt { get; set; }

        public string Reason { get; set; } = "";

        public bool HasEndedSilo { get; set; }
    }

    [LoggerMessage(3310, LogLevel.Warning, "Camera {Camera}: its pipeline hangs and is cancelled: {Reason}")]
    private partial void LogCancelled(string camera, string reason);

    [LoggerMessage(3311, LogLevel.Critical, "This silo ends, so that others take its cameras over: the pipeline of camera {Camera} hangs ({Reason}) and cannot be cancelled.")]
    private partial void LogHopeless(string camera, string reason);
}
