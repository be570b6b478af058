namespace Orleans.Camera.Benchmarks.Density;

/// <summary>What so many cameras took at once.</summary>
/// <param name="Cameras">How many.</param>
/// <param name="Cpu">Share of the machine's processors, 0..1, that the program and all its children used.</param>
/// <param name="LatencyP99">
/// The 99th percentile of the time from a picture to its count, of the camera where it is longest; null where it cannot be known.
/// </param>
/// <param name="LeastFps">Pictures a second that were looked at, of the camera where they are fewest; null where it cannot be known.</param>
/// <param name="DetectionShare">Pictures that reached a detector, as a share of those that were looked at; null as above.</param>
/// <param name="MiBPerCamera">Resident memory of the program's own process, divided by the cameras.</param>
internal sealed record CrowdSample(
    int Cameras, double Cpu, TimeSpan? LatencyP99, double? LeastFps, double? DetectionShare, double MiBPerCamera)
{
    public const double MostCpu = 0.8;
    public static readonly TimeSpan LongestLatency = TimeSpan.FromMilliseconds(250);
    private const double LeastShareOfPictures = 0.95;

    /// <summary>Whether the machine carries so many.</summary>
    /// <param name="framesPerSecond">That each of them sends.</param>
    public bool Holds(double framesPerSecond) =>
        Cpu < MostCpu && (LatencyP99 ?? TimeSpan.Zero) < LongestLatency && (LeastFps ?? framesPerSecond) >= LeastShareOfPictures * framesPerSecond;
}
