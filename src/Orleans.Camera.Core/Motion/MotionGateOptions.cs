namespace Orleans.Camera.Core.Motion;

/// <summary>How the motion gate tells moving things from noise. Every interval is in the time of the pictures.</summary>
public sealed class MotionGateOptions
{
    /// <summary>The least difference from the background that counts, in grey levels, 1..64. Noise is added to it.</summary>
    public double Threshold { get; init; } = 5;

    /// <summary>How many times the mean noise of a place its difference must exceed on top of the threshold, 0..8.</summary>
    public double NoiseFactor { get; init; } = 3;

    /// <summary>How long the gate stays open after the last motion.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long something that stopped belongs to the background; at most 60 s.</summary>
    public TimeSpan AbsorbAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How fast the background follows slow changes of light, in grey levels a second, 0..100.</summary>
    public double Adaption { get; init; } = 4;

    internal void Check()
    {
        Require(Threshold is >= 1 and <= 64, nameof(Threshold), "1 to 64 grey levels");
        Require(NoiseFactor is >= 0 and <= 8, nameof(NoiseFactor), "0 to 8");
        Require(Adaption is >= 0 and <= 100, nameof(Adaption), "0 to 100 grey levels a second");
        Require(Hold >= TimeSpan.Zero, nameof(Hold), "not negative");
        Require(AbsorbAfter >= TimeSpan.FromSeconds(1) && AbsorbAfter <= TimeSpan.FromSeconds(60), nameof(AbsorbAfter), "1 s to 60 s");
    }

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} must be {range}.", nameof(option));
        }
    }
}
