using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>
/// The alerts of one camera. What is raised is stored, so that the next owner neither raises it again nor forgets to say that
/// it is over.
/// </summary>
/// <remarks>Runs in the turns of the camera's grain.</remarks>
/// <param name="camera">The camera.</param>
/// <param name="source">Of its alerts.</param>
/// <param name="audience">Told of the silo's alerts too.</param>
/// <param name="silo">The store's watch of this silo.</param>
/// <param name="states">Where to store what is raised.</param>
/// <param name="time">The clock.</param>
internal sealed class CameraAlerts(
    string camera, AlertSource source, IAudience audience, StoreWatch silo, IGrainStateStore states, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly StateKey _key = new("alerts", $"camera/{camera}");
    private readonly Signal _signal = new();
    private AlertRecord? _told = silo.Latest is { IsRaised: false } past ? past : null;
    private string? _tag;
    private bool _isRead;
    private bool _isDirty;

    /// <summary>What is wrong now, also with the silo.</summary>
    public IEnumerable<AlertRecord> Raised => silo.Latest is { IsRaised: true } alert ? source.Raised.Append(alert) : source.Raised;

    /// <summary>Looks once a second until cancelled.</summary>
    /// <param name="look">What the camera is doing; null where nothing can be said of it.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Func<CameraTrouble?> look, CancellationToken stop)
    {
        using var tick = time.CreateTimer(_ => _signal.Set(), state: null, Tick, Tick);
        while (true)
        {
            await _signal.WaitAsync(stop);
            if (silo.Latest is { } latest && latest != _told)
            {
                _told = latest;
                audience.Tell(latest);
            }

            try
            {
                await LookAsync(look, stop);
            }
            catch (StoreUnavailableException)
            {
                // What is raised is stored later.
            }
        }
    }

    private async Task LookAsync(Func<CameraTrouble?> look, CancellationToken stop)
    {
        if (!_isRead)
        {
            await ReadAsync(stop);
        }

        if (look() is { } trouble)
        {
            var now = time.GetUtcNow();
            foreach (var (rule, value) in trouble.Values)
            {
                _isDirty |= source.Measure(rule, value, trouble.Reason, now);
            }
        }

        // Whoever dies between the two tells once more; whoever stored first might never have told.
        if (await source.PublishAsync() && _isDirty)
        {
            await StoreAsync(stop);
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var stored = await states.ReadAsync(_key, stop);
        (_tag, _isRead) = (stored?.Tag, true);
        foreach (var raised in stored is null ? [] : JsonSerializer.Deserialize<AlertRecord[]>(stored.Value.Span) ?? [])
        {
            source.Resume(raised);
        }
    }

    private async Task StoreAsync(CancellationToken stop)
    {
        var next = source.Raised.Count == 0 ? null : new StoredState(Guid.NewGuid().ToString("N"), JsonSerializer.SerializeToUtf8Bytes(source.Raised));
        _tag = next is null ? await states.ClearAsync(_key, _tag, stop) : await states.WriteAsync(_key, _tag, next, stop);

        // Somebody else has written: an owner before this one, late. Against its tag it is tried again.
        _isDirty = _tag != next?.Tag;
    }
}
