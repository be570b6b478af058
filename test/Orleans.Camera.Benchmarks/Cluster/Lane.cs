using Orleans.Camera.Benchmarks.Detecting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>One way in which pictures get to a model, of which there is always enough to do.</summary>
internal interface ILane : IAsyncDisposable
{
    string Key { get; }

    /// <summary>For people.</summary>
    string Title { get; }

    /// <summary>Works through so many pictures.</summary>
    Task RunAsync(int count, CancellationToken cancellationToken);
}

/// <summary>ONNX Runtime alone, on a tensor that is ready: what <c>camera bench pipeline</c> holds detection against.</summary>
internal sealed class BareLane(BareLoop loop) : ILane
{
    public string Key => "bare";

    public string Title => "bare loop";

    public Task RunAsync(int count, CancellationToken cancellationToken) => Task.Run(() => loop.Run(count), cancellationToken);

    public ValueTask DisposeAsync()
    {
        loop.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Pictures for detectors, several at once as several cameras have them.</summary>
/// <param name="detectors">One for each picture in flight; ends with this lane.</param>
internal sealed class DetectorLane(string key, string title, IReadOnlyList<IObjectDetector> detectors, IReadOnlyList<Frame> pictures, Func<ValueTask>? end = null) : ILane
{
    public string Key => key;

    public string Title => title;

    public async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        var next = 0;
        await Task.WhenAll(detectors.Select(detector => Task.Run(() => LookAsync(detector), cancellationToken)));

        async Task LookAsync(IObjectDetector detector)
        {
            var found = new List<Detection>();
            while (Interlocked.Increment(ref next) is var number && number <= count)
            {
                found.Clear();
                await detector.DetectAsync(pictures[number % pictures.Count], motion: null, found, CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var detector in detectors.Distinct())
        {
            detector.Dispose();
        }

        if (end is not null)
        {
            await end();
        }
    }
}
