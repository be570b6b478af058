namespace Orleans.Camera.Placement.Workers;

/// <summary>What the registry of workers last said, as this silo heard it. Safe for concurrent use; answers at once.</summary>
public interface ISlotBoard
{
    /// <summary>The workers that it wants.</summary>
    IReadOnlyList<SlotFact> Slots { get; }

    /// <returns>How busy a device of a silo was lately, 0..1; null where nobody knows.</returns>
    double? BusyOf(string silo, string device);
}

/// <summary>One worker that the registry wants.</summary>
/// <param name="Worker"><c>model/number</c>.</param>
/// <param name="Silo">The name of the silo on which it is to run.</param>
/// <param name="Device">On what there; empty where it has not said yet.</param>
/// <param name="PicturesPerSecond">What it was measured to do; 0 where it was not measured.</param>
public sealed record SlotFact(string Worker, string Silo, string Device, double PicturesPerSecond);
