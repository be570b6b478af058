namespace Orleans.Camera.Simulation.Store;

/// <summary>How the store is doing, for everybody or seen from one silo.</summary>
internal sealed class StoreWeather
{
    /// <summary>It refuses at once.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>It does not answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Share of the writes whose outcome nobody hears of.</summary>
    public double Unknown { get; set; }

    /// <summary>Silos that do not reach it.</summary>
    public HashSet<string> CutOff { get; } = new(StringComparer.Ordinal);
}
