namespace Orleans.Camera.Placement.Cameras;

/// <summary>A silo as a place for one more camera.</summary>
/// <param name="Fact">What is known of it.</param>
/// <param name="Cameras">How many it has or is about to have.</param>
/// <param name="IsDrained">Whether it is to get no more.</param>
public readonly record struct SiloSeat(SiloFact Fact, int Cameras, bool IsDrained);

/// <summary>Which silo takes a camera. A pure function of what is known.</summary>
public static class CameraScore
{
    /// <param name="seats">The active silos.</param>
    /// <param name="region">Where the camera stands; empty where it does not matter.</param>
    /// <returns>
    /// The index of the best one: not drained before drained, with room before full, in the region before elsewhere, then
    /// the least loaded, then by name. -1 where none may read cameras.
    /// </returns>
    public static int Choose(IReadOnlyList<SiloSeat> seats, string region)
    {
        ArgumentNullException.ThrowIfNull(seats);
        var best = -1;
        for (var index = 0; index < seats.Count; index++)
        {
            if (seats[index].Fact.MayIngest && (best < 0 || Compare(seats[index], seats[best], region) < 0))
            {
                best = index;
            }
        }

        return best;
    }

    private static int Compare(SiloSeat left, SiloSeat right, string region)
    {
        var order = left.IsDrained.CompareTo(right.IsDrained);
        order = order != 0 ? order : IsFull(left).CompareTo(IsFull(right));
        order = order != 0 ? order : IsElsewhere(left, region).CompareTo(IsElsewhere(right, region));
        order = order != 0 ? order : Load(left).CompareTo(Load(right));
        return order != 0 ? order : string.CompareOrdinal(left.Fact.Name, right.Fact.Name);
    }

    private static bool IsFull(SiloSeat seat) => seat.Fact.MostCameras is { } most && seat.Cameras >= most;

    /// <summary>A silo that does not say where it stands is no worse than any.</summary>
    private static bool IsElsewhere(SiloSeat seat, string region) =>
        region.Length > 0 && seat.Fact.Region is { Length: > 0 } own && !own.Equals(region, StringComparison.OrdinalIgnoreCase);

    private static double Load(SiloSeat seat) => seat.Cameras / seat.Fact.Weight;
}
