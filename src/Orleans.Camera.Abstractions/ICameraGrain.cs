using Orleans.Concurrency;

namespace Orleans.Camera.Abstractions;

/// <summary>One camera: owns its source, its pipeline and its counts. Key: the camera's name.</summary>
[Alias("camera.ICameraGrain")]
public interface ICameraGrain : IGrainWithStringKey
{
    /// <summary>Sets what the camera is and what it counts, stores it, and begins again with a new pipeline. What was counted stays counted.</summary>
    /// <exception cref="CameraException">The definition makes no sense, or its source is not allowed; the message names what and why.</exception>
    [Alias("Configure"), RequiresRole(CallerRole.Admin)]
    Task ConfigureAsync(CameraDefinition definition);

    /// <returns>The definition, its source without credentials; null for a camera that was never configured.</returns>
    [Alias("GetDefinition"), RequiresRole(CallerRole.Viewer)]
    Task<CameraDefinition?> GetDefinitionAsync();

    /// <summary>Makes sure that the camera runs, if it is configured and enabled; otherwise does nothing. Returns at once.</summary>
    /// <exception cref="CameraException">It is just leaving this silo: call again, and it is placed anew.</exception>
    [Alias("Ensure"), RequiresRole(CallerRole.Operator)]
    Task EnsureAsync();

    /// <summary>Enables the camera and starts it.</summary>
    [Alias("Start"), RequiresRole(CallerRole.Operator)]
    Task StartAsync();

    /// <summary>Stops the camera after a checkpoint, and keeps it from starting by itself.</summary>
    [Alias("Stop"), RequiresRole(CallerRole.Operator)]
    Task StopAsync();

    /// <summary>Writes a checkpoint, stops the pipeline and lets another silo go on: the next call places the camera anew.</summary>
    [Alias("Drain"), RequiresRole(CallerRole.Operator)]
    Task DrainAsync();

    [Alias("GetStatus"), AlwaysInterleave, RequiresRole(CallerRole.Viewer)]
    Task<CameraStatus> GetStatusAsync();

    [Alias("GetCounts"), RequiresRole(CallerRole.Viewer)]
    Task<CameraCounts> GetCountsAsync();

    /// <summary>Stored events in the order of their numbers, for whoever missed some.</summary>
    /// <param name="after">Only events with a greater number.</param>
    /// <param name="limit">At most so many, 1..1,000.</param>
    [Alias("GetEvents"), RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<CountEvent>> GetEventsAsync(long after, int limit);

    /// <returns>The latest picture as JPEG; null where there is none.</returns>
    [Alias("GetSnapshot"), RequiresRole(CallerRole.Viewer)]
    Task<byte[]?> GetSnapshotAsync();

    /// <summary>Sends every later event, change of state and alert to an observer. Call it again within a minute, or it ends.</summary>
    /// <returns>The counts from which the events go on.</returns>
    [Alias("Subscribe"), RequiresRole(CallerRole.Viewer)]
    Task<CameraCounts> SubscribeAsync(ICameraObserver observer);

    [Alias("Unsubscribe"), RequiresRole(CallerRole.Viewer)]
    Task UnsubscribeAsync(ICameraObserver observer);
}

/// <summary>Told of what happens on a camera: at least once each, in order; gaps in the numbers are asked for.</summary>
[Alias("camera.ICameraObserver")]
public interface ICameraObserver : IGrainObserver
{
    [Alias("OnEvents"), OneWay]
    Task OnEventsAsync(IReadOnlyList<CountEvent> events);

    [Alias("OnStatus"), OneWay]
    Task OnStatusAsync(CameraStatus status);

    /// <summary>Something that an operator should know, of the camera or of its silo, begins or is over. Whoever subscribes is told what is raised.</summary>
    [Alias("OnAlert"), OneWay]
    Task OnAlertAsync(AlertRecord alert);
}
