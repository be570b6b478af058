using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>The counts shown on the picture: those since the overlay began.</summary>
internal sealed class RunningCounts
{
    private readonly Dictionary<(string Line, Direction Direction), long> _crossings = [];
    private readonly Dictionary<string, long> _occupancy = [];

    public long Of(string line, Direction direction) => _crossings.GetValueOrDefault((line, direction));

    public long OccupancyOf(string zone) => _occupancy.GetValueOrDefault(zone);

    public void Add(PictureResult result)
    {
        foreach (var crossing in result.Crossings)
        {
            _crossings[(crossing.Line, crossing.Direction)] = Of(crossing.Line, crossing.Direction) + 1;
        }

        foreach (var change in result.ZoneEvents)
        {
            _occupancy[change.Zone] = OccupancyOf(change.Zone) + change.Kind switch
            {
                ZoneEventKind.Entered => 1,
                ZoneEventKind.Left => -1,
                _ => 0,
            };
        }
    }
}
