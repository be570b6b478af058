using Orleans.Camera.Abstractions;
using Orleans.Streams;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>The stream of alerts, where the silo has streams.</summary>
internal static class AlertStream
{
    /// <summary>Key of the stream: there is one site.</summary>
    private const string Site = "default";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Hands an alert over. Whatever the provider fails with is thrown; a silo without streams takes it as done.</summary>
    public static async Task PublishAsync(Func<IStreamProvider> find, AlertRecord alert, TimeProvider time)
    {
        IStreamProvider streams;
        try
        {
            streams = find();
        }
        catch (KeyNotFoundException)
        {
            return;
        }

        await streams.GetStream<AlertRecord>(StreamId.Create(CameraStreams.Alerts, Site)).OnNextAsync(alert).WaitAsync(Patience, time);
    }
}
