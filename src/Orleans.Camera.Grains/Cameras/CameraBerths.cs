using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// What this silo has opened for cameras that are about to come to it. Only ever makes a move shorter: whatever fails here,
/// the camera opens by itself what it needs. Thread safe.
/// </summary>
internal sealed partial class CameraBerths(CameraServices services)
{
    /// <summary>A camera that has not come by then does not come.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);

    private readonly ILogger _log = services.Loggers.CreateLogger<CameraBerths>();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Berth> _berths = new(StringComparer.Ordinal);

    public TimeProvider Time => services.Time;

    /// <summary>Opens what a camera needs to go on from its latest checkpoint, or from one soon after.</summary>
    public async Task PrepareAsync(string camera, CancellationToken cancellationToken)
    {
        try
        {
            if (await OpenAsync(camera, cancellationToken).ConfigureAwait(false) is { } input)
            {
                Keep(camera, input);
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or CameraException or ArgumentException or SourceException or ModelException)
        {
            LogNotPrepared(camera, exception.Message);
        }
    }

    /// <returns>What was opened, which is the caller's now; null where nothing was.</returns>
    public CameraInput? Take(string camera)
    {
        lock (_lock)
        {
            if (!_berths.Remove(camera, out var berth))
            {
                return null;
            }

            berth.Expiry.Dispose();
            return berth.Input;
        }
    }

    private async Task<CameraInput?> OpenAsync(string camera, CancellationToken cancellationToken)
    {
        if (await services.Definitions.ReadAsync(camera, cancellationToken).ConfigureAwait(false) is not { IsEnabled: true } stored ||
            await services.Checkpoints.ReadAsync(camera, cancellationToken).ConfigureAwait(false) is not { } from)
        {
            return null;
        }

        var order = DefinitionText.OrderOf(DefinitionText.Read(stored));
        var tools = new CameraTools(services.Sources, services.Detectors, services.Time, services.Seeds.Next());
        return await CameraInput.PrepareAsync(order, from, tools, cancellationToken).ConfigureAwait(false);
    }

    private void Keep(string camera, CameraInput input)
    {
        if (Take(camera) is { } old)
        {
            _ = old.DisposeAsync().AsTask();
        }

        lock (_lock)
        {
            _berths[camera] = new Berth(input, services.Time.CreateTimer(_ => Expire(camera, input), state: null, Kept, Timeout.InfiniteTimeSpan));
        }
    }

    private void Expire(string camera, CameraInput input)
    {
        lock (_lock)
        {
            if (!_berths.TryGetValue(camera, out var berth) || berth.Input != input)
            {
                return;
            }

            _berths.Remove(camera);
            berth.Expiry.Dispose();
        }

        _ = input.DisposeAsync().AsTask();
    }

    private sealed record Berth(CameraInput Input, ITimer Expiry);

    [LoggerMessage(3301, LogLevel.Information, "Camera {Camera} is about to come here, but nothing could be opened ahead: {Reason}")]
    private partial void LogNotPrepared(string camera, string reason);
}
