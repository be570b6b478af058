using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;

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
    public Task PrepareAsync(string camera, CancellationToken cancellationToken)
    {
        var stop = new CancellationTokenSource();
        var opening = TryOpenAsync(camera, stop.Token);
        var berth = new Berth(opening, stop);
        lock (_lock)
        {
            _berths.Remove(camera, out var old);
            old?.Clear();
            _berths[camera] = berth;
            berth.Expiry = services.Time.CreateTimer(_ => Expire(camera, berth), state: null, Kept, Timeout.InfiniteTimeSpan);
        }

        return opening.WaitAsync(cancellationToken);
    }

    /// <returns>What was opened or is being opened, which is the caller's now; of null where nothing is.</returns>
    public Task<CameraInput?> Take(string camera)
    {
        lock (_lock)
        {
            if (!_berths.Remove(camera, out var berth))
            {
                return Task.FromResult<CameraInput?>(null);
            }

            berth.Expiry?.Dispose();
            return berth.Opening;
        }
    }

    private async Task<CameraInput?> TryOpenAsync(string camera, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(camera, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, the camera will meet it again and tell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotPrepared(camera, exception.Message);
            return null;
        }
    }

    private async Task<CameraInput?> OpenAsync(string camera, CancellationToken cancellationToken)
    {
        if (await services.Definitions.ReadAsync(camera, cancellationToken).ConfigureAwait(false) is not { IsEnabled: true } stored ||
            await services.Checkpoints.ReadAsync(camera, cancellationToken).ConfigureAwait(false) is not { } from)
        {
            return null;
        }

        var definition = DefinitionText.Read(stored);
        var order = DefinitionText.OrderOf(definition);
        var tools = new CameraTools(services.Sources, services.Detectors.For(definition, services.Sources.IsLive(order.Address)), services.Time, services.Seeds.Next());
        return await CameraInput.PrepareAsync(order, from, tools, cancellationToken).ConfigureAwait(false);
    }

    private void Expire(string camera, Berth berth)
    {
        lock (_lock)
        {
            if (_berths.GetValueOrDefault(camera) != berth)
            {
                return;
            }

            _berths.Remove(camera);
        }

        berth.Clear();
    }

    private sealed class Berth(Task<CameraInput?> opening, CancellationTokenSource stop)
    {
        public Task<CameraInput?> Opening => opening;

        public ITimer? Expiry { get; set; }

        /// <summary>Nobody has come for it.</summary>
        public void Clear()
        {
            Expiry?.Dispose();
            stop.Cancel();
            _ = CameraInput.DiscardAsync(opening);
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Camera {Camera} is about to come here, but nothing could be opened ahead: {Reason}")]
    private partial void LogNotPrepared(string camera, string reason);
}
