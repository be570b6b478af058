using Orleans.Camera.Abstractions;
using Orleans.Streams;

namespace Orleans.Camera.SampleClient;

/// <summary>Prints each crossing twice: as the grain tells its observers, and as the stream does.</summary>
internal sealed class Printer : ICameraObserver, IAsyncObserver<CrossingRecord>
{
    public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
    {
        foreach (var crossing in events.OfType<CrossingRecord>())
        {
            Print("observer", crossing);
        }

        return Task.CompletedTask;
    }

    public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

    public Task OnAlertAsync(AlertRecord alert)
    {
        Console.WriteLine($"alert {(alert.IsRaised ? "raised" : "over")} {alert.Text}");
        return Task.CompletedTask;
    }

    public Task OnNextAsync(CrossingRecord item, StreamSequenceToken? token = null)
    {
        Print("stream", item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    private static void Print(string from, CrossingRecord crossing) =>
        Console.WriteLine($"{from} {crossing.Camera} {crossing.Sequence} {crossing.Line} {crossing.Direction} {crossing.Label}");
}
