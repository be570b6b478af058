namespace Orleans.Camera.Benchmarks.Measuring;

/// <summary>One run of one contender over one clip.</summary>
/// <param name="Cpu">User and system time of its whole process tree.</param>
/// <param name="Pictures">How many pictures it worked through.</param>
internal readonly record struct CpuSample(TimeSpan Cpu, long Pictures)
{
    /// <summary>CPU seconds for a thousand pictures.</summary>
    public double PerThousand => Cpu.TotalSeconds * 1000 / Pictures;
}
