using Orleans.Runtime.Placement;

namespace Orleans.Camera.Placement.Cameras;

/// <summary>
/// Chooses the silo of a camera: the roster's hint, which knows the camera's region and every silo's cameras; without one by
/// what this silo knows. Never called for a camera that is active.
/// </summary>
internal sealed class CameraDirector(ISiloFacts facts, PlacementBoard board) : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">No silo may read cameras.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hint)
        {
            return Task.FromResult(hint);
        }

        var seats = silos.Select(silo => facts.FactOf(silo)).Select(fact => new SiloSeat(fact, board.CamerasOn(fact.Name), board.IsDrained(fact.Name))).ToArray();
        var choice = CameraScore.Choose(seats, region: "");
        if (choice < 0)
        {
            throw new SiloUnavailableException(
                $"None of the {silos.Length} active silos may read cameras. Give one the role '{SiloFact.IngestRole}', or start one that has it.");
        }

        board.Reserve(seats[choice].Fact.Name);
        return Task.FromResult(silos[choice]);
    }
}
