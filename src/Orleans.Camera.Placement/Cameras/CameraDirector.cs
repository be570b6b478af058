using Orleans.Runtime.Placement;

namespace Orleans.Camera.Placement.Cameras;

/// <summary>Chooses the silo of a camera: a valid hint, else by <see cref="CameraScore"/>. Never called for one that is active.</summary>
internal sealed class CameraDirector(ISiloFacts facts, PlacementBoard board) : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">No silo may read cameras.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hint)
        {
            board.Reserve(facts.FactOf(hint).Name);
            return Task.FromResult(hint);
        }

        var region = target.RequestContextData?.GetValueOrDefault(CameraPlacement.RegionKey) as string ?? "";
        var seats = silos.Select(silo => facts.FactOf(silo)).Select(fact => new SiloSeat(fact, board.CamerasOn(fact.Name), board.IsDrained(fact.Name))).ToArray();
        var choice = CameraScore.Choose(seats, region);
        if (choice < 0)
        {
            throw new SiloUnavailableException(
                $"None of the {silos.Length} active silos may read cameras. Give one the role '{SiloFact.IngestRole}', or start one that has it.");
        }

        board.Reserve(seats[choice].Fact.Name);
        return Task.FromResult(silos[choice]);
    }
}
