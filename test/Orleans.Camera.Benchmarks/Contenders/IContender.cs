using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>A program that works through a clip as fast as it can.</summary>
internal interface IContender
{
    /// <summary>Its name in the JSON report.</summary>
    string Key { get; }

    /// <summary>Its name in tables.</summary>
    string Title { get; }

    /// <summary>Null where it can run here; else what is missing and the line that installs it.</summary>
    string? Missing { get; }

    /// <summary>Works through the whole clip once.</summary>
    /// <exception cref="BenchException">It failed, or it did not see every picture.</exception>
    Task<CpuSample> RunAsync(Clip clip, CancellationToken cancellationToken);
}
