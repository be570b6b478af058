using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Core.Tests.Counting;

public class PeopleAndVehiclesTests
{
    [Fact]
    public void A_skateboard_does_not_count_beside_people_and_cars() =>
        Assert.Equal(["person", "car"], PeopleAndVehicles.Among(["person", "skateboard", "car"]));

    [Fact]
    public void A_detector_of_something_else_counts_all_that_it_knows() =>
        Assert.Empty(PeopleAndVehicles.Among(["bottle", "object"]));
}
