namespace Orleans.Camera.Benchmarks.Density;

/// <summary>
/// Looks for the largest number of cameras that holds. CPU grows nearly evenly with the cameras, so the first guess that rests on
/// a measured number is close; from there the numbers close in until it is known to one part of the resolution.
/// </summary>
/// <param name="first">Where to begin.</param>
/// <param name="most">What never to exceed.</param>
/// <param name="framesPerSecond">Of each camera.</param>
/// <param name="resolution">One camera in so many is decided.</param>
internal sealed class DensitySearch(int first, int most, double framesPerSecond, int resolution = DensitySearch.Fine)
{
    public const int Fine = 30;
    public const int Coarse = 10;
    private const int MostSteps = 8;
    private readonly List<CrowdSample> _samples = [];

    public IReadOnlyList<CrowdSample> Samples => _samples;

    /// <summary>The largest that held; null where none did.</summary>
    public CrowdSample? Best => _samples.Where(IsHeld).MaxBy(sample => sample.Cameras);

    public void Add(CrowdSample sample) => _samples.Add(sample);

    /// <returns>How many cameras to try next; null where it is known well enough.</returns>
    public int? Next()
    {
        if (_samples.Count == 0)
        {
            return Math.Min(first, most);
        }

        var low = Best?.Cameras ?? 0;
        var high = _samples.Where(sample => !IsHeld(sample)).Min(sample => (int?)sample.Cameras) ?? most + 1;
        if (high - low <= Math.Max(1, low / resolution) || _samples.Count >= MostSteps)
        {
            return null;
        }

        var guess = (int)(CrowdSample.MostCpu / CpuPerCamera());
        return guess > low && guess < high ? guess : high <= most ? low + ((high - low) / 2) : Math.Min(most, guess >= high ? most : low + Math.Max(1, low / resolution));
    }

    private bool IsHeld(CrowdSample sample) => sample.Holds(framesPerSecond);

    /// <summary>Of the largest crowd, where what is there without any camera weighs least.</summary>
    private double CpuPerCamera()
    {
        var largest = _samples.MaxBy(sample => sample.Cameras)!;
        return Math.Max(1e-6, largest.Cpu / largest.Cameras);
    }
}
