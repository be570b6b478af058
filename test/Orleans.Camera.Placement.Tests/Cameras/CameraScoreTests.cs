using Orleans.Camera.Placement.Cameras;

namespace Orleans.Camera.Placement.Tests.Cameras;

public class CameraScoreTests
{
    private static readonly string[] _regions = ["", "north", "south"];

    [Fact]
    public void The_choice_may_read_cameras_and_no_other_silo_is_better()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var seats = Enumerable.Range(0, random.Next(8)).Select(index => Seat(random, index)).ToArray();
            var region = _regions[random.Next(3)];
            var choice = CameraScore.Choose(seats, region);

            var able = seats.Where(seat => seat.Fact.MayIngest).ToArray();
            Assert.Equal(able.Length == 0, choice < 0);
            if (choice < 0)
            {
                continue;
            }

            var chosen = seats[choice];
            Assert.True(chosen.Fact.MayIngest);
            Assert.False(chosen.IsDrained && able.Any(seat => !seat.IsDrained));
            var open = able.Where(seat => seat.IsDrained == chosen.IsDrained).ToArray();
            Assert.False(IsFull(chosen) && open.Any(seat => !IsFull(seat)));
            var roomy = open.Where(seat => IsFull(seat) == IsFull(chosen)).ToArray();
            Assert.False(IsElsewhere(chosen, region) && roomy.Any(seat => !IsElsewhere(seat, region)));
            var near = roomy.Where(seat => IsElsewhere(seat, region) == IsElsewhere(chosen, region));
            Assert.All(near, seat => Assert.True(seat.Cameras / seat.Fact.Weight >= chosen.Cameras / chosen.Fact.Weight));
        }
    }

    [Fact]
    public void The_order_in_which_silos_are_listed_does_not_matter()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var seats = Enumerable.Range(0, 6).Select(index => Seat(random, index)).ToArray();
            var choice = CameraScore.Choose(seats, "north");
            var shuffled = seats.OrderBy(_ => random.Next()).ToArray();
            var again = CameraScore.Choose(shuffled, "north");

            Assert.Equal(choice < 0 ? null : seats[choice].Fact.Name, again < 0 ? null : shuffled[again].Fact.Name);
        }
    }

    [Fact]
    public void Cameras_that_are_placed_one_after_the_other_spread_evenly()
    {
        var board = new PlacementBoard(TimeProvider.System);
        string[] silos = ["a", "b", "c"];
        for (var camera = 0; camera < 30; camera++)
        {
            var seats = silos.Select(name => new SiloSeat(new SiloFact(name), board.CamerasOn(name), board.IsDrained(name))).ToArray();
            board.Reserve(silos[CameraScore.Choose(seats, "")]);
        }

        Assert.All(silos, silo => Assert.Equal(10, board.CamerasOn(silo)));
    }

    [Fact]
    public void A_silo_with_twice_the_cores_gets_twice_the_cameras()
    {
        var board = new PlacementBoard(TimeProvider.System);
        SiloFact[] silos = [new("small") { Weight = 4 }, new("large") { Weight = 8 }];
        for (var camera = 0; camera < 30; camera++)
        {
            var seats = silos.Select(silo => new SiloSeat(silo, board.CamerasOn(silo.Name), IsDrained: false)).ToArray();
            board.Reserve(silos[CameraScore.Choose(seats, "")].Name);
        }

        Assert.Equal((10, 20), (board.CamerasOn("small"), board.CamerasOn("large")));
    }

    private static SiloSeat Seat(Random random, int index) => new(
        new SiloFact($"silo-{index}")
        {
            Roles = random.Next(3) switch { 0 => null, 1 => ["ingest"], _ => ["inference"] },
            Region = random.Next(3) switch { 0 => null, 1 => "north", _ => "SOUTH" },
            MostCameras = random.Next(2) == 0 ? null : random.Next(5),
            Weight = random.Next(1, 4),
        },
        random.Next(6),
        random.Next(4) == 0);

    private static bool IsFull(SiloSeat seat) => seat.Cameras >= (seat.Fact.MostCameras ?? int.MaxValue);

    private static bool IsElsewhere(SiloSeat seat, string region) =>
        region is not "" && seat.Fact.Region is { } own && !string.Equals(own, region, StringComparison.OrdinalIgnoreCase);
}
