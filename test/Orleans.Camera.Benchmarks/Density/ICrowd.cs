using Orleans.Camera.Benchmarks.Clips;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>A program that watches many live cameras at once.</summary>
internal interface ICrowd
{
    /// <summary>Its name in the JSON report.</summary>
    string Key { get; }

    /// <summary>Its name in tables.</summary>
    string Title { get; }

    /// <summary>Whether it is shown beside the others and decides nothing; then its number needs to be known less well.</summary>
    bool IsForInformation => false;

    /// <summary>Null where it can run here; else what is missing and the line that installs it.</summary>
    string? Missing { get; }

    /// <summary>Starts it on so many cameras that send the clip, and measures once all of them run.</summary>
    /// <param name="window">For how long it is measured.</param>
    /// <exception cref="BenchException">It does not start, or a camera does not run.</exception>
    Task<CrowdSample> MeasureAsync(Clip clip, int cameras, TimeSpan window, CancellationToken cancellationToken);
}
