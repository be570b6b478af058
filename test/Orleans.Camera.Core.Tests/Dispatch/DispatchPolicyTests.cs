using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class DispatchPolicyTests
{
    private static readonly DispatchRequest _request = new("lobby", "people", "silo-0") { Region = "hall" };

    [Fact]
    public void Round_robin_gives_each_the_same()
    {
        var given = Choices(DispatchPolicies.RoundRobin, [Worker(0), Worker(1), Worker(2)], _request, 300);

        Assert.All(given.Values, count => Assert.Equal(100, count));
    }

    [Fact]
    public void Round_robin_passes_over_who_does_not_fit()
    {
        var given = Choices(DispatchPolicies.RoundRobin, [Worker(0), Worker(1) with { State = WorkerState.Draining }, Worker(2)], _request, 300);

        Assert.Equal([150, 150], given.Values);
    }

    [Fact]
    public void Capability_leaves_the_special_workers_to_those_who_need_them()
    {
        WorkerView[] workers = [Worker(0) with { Capabilities = ["gpu", "tensorrt"] }, Worker(1) with { Capabilities = ["cpu"] }];

        Assert.Equal(["people/1"], Choices(DispatchPolicies.Capability, workers, _request, 50).Keys);
        Assert.Equal(["people/0"], Choices(DispatchPolicies.Capability, workers, _request with { Capabilities = ["GPU"] }, 50).Keys);
    }

    [Fact]
    public void Geographic_goes_no_farther_than_it_must()
    {
        var (here, sameRegion, unknown, far) =
            (Worker(0), Worker(1) with { Region = "Hall" }, Worker(2), Worker(3) with { Region = "roof" });

        Assert.Equal([here.Id], Choices(DispatchPolicies.Geographic, [far, unknown, sameRegion, here], _request, 50).Keys);
        Assert.Equal([sameRegion.Id], Choices(DispatchPolicies.Geographic, [far, unknown, sameRegion], _request, 50).Keys);
        Assert.Equal([unknown.Id], Choices(DispatchPolicies.Geographic, [far, unknown], _request, 50).Keys);
        Assert.Equal([far.Id], Choices(DispatchPolicies.Geographic, [far], _request, 50).Keys);
    }

    [Fact]
    public void Geographic_goes_farther_when_the_near_one_is_full()
    {
        var here = Worker(0) with { ReportedInFlight = 16 };

        Assert.Equal(["people/1"], Choices(DispatchPolicies.Geographic, [here, Worker(1)], _request, 50).Keys);
    }

    [Theory]
    [InlineData(DispatchPolicies.Priority)]
    [InlineData(DispatchPolicies.Hybrid)]
    public void The_last_places_are_for_the_important_cameras_but_for_a_trickle(string policy)
    {
        WorkerView[] workers = [Worker(0) with { ReportedInFlight = 12 }];
        int Given(CameraPriority priority) => Choices(policy, workers, _request with { Priority = priority }, 160).Values.Sum();

        Assert.Equal(160, Given(CameraPriority.Critical));
        Assert.Equal(160, Given(CameraPriority.High));
        Assert.Equal(10, Given(CameraPriority.Normal));
        Assert.Equal(10, Given(CameraPriority.Low));
    }

    [Fact]
    public void Hybrid_prefers_the_own_silo_until_it_has_more_than_one_picture_more_to_do()
    {
        Assert.Equal(["people/0"], Choices(DispatchPolicies.Hybrid, [Worker(0), Worker(1)], _request, 50).Keys);
        Assert.Equal(["people/0"], Choices(DispatchPolicies.Hybrid, [Worker(0) with { ReportedInFlight = 1 }, Worker(1)], _request, 50).Keys);
        Assert.Equal(["people/1"], Choices(DispatchPolicies.Hybrid, [Worker(0) with { ReportedInFlight = 2 }, Worker(1)], _request, 50).Keys);
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_nearest()
    {
        var fault = Assert.Throws<ArgumentException>(() => DispatchPolicies.Create("least-loadd", 1));

        Assert.Contains("'least-loadd' (did you mean 'least-loaded'?)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("round-robin, least-loaded, capability", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nobody_takes_a_picture_the_reason_names_each_worker()
    {
        var snapshot = new WorkerSnapshot(
            [Worker(0) with { State = WorkerState.Failed }, Worker(1) with { IsQuarantined = true }, Worker(2) with { ReportedInFlight = 16 }, Worker(3)]);

        var why = snapshot.WhyNone(_request with { Tried = ["people/3"] });

        Assert.Equal(
            "people/0 on silo-0 is failed; people/1 on silo-1 is quarantined after failures; " +
            "people/2 on silo-2 is full (16 pictures in flight); people/3 on silo-3 had this picture already",
            why);
        Assert.Contains("no worker has the model 'cars'", snapshot.WhyNone(_request with { Model = "cars" }), StringComparison.Ordinal);
        Assert.Contains("lacks one of gpu", snapshot.WhyNone(_request with { Capabilities = ["gpu"] }), StringComparison.Ordinal);
    }

    private static Dictionary<string, int> Choices(string policy, WorkerView[] workers, DispatchRequest request, int count)
    {
        var (chooser, snapshot) = (DispatchPolicies.Create(policy, 7), new WorkerSnapshot(workers));
        return Enumerable.Range(0, count).Select(_ => chooser.Choose(snapshot, request)?.Id).OfType<string>()
            .CountBy(id => id).ToDictionary(StringComparer.Ordinal);
    }

    private static WorkerView Worker(int slot) => new()
    {
        Id = $"people/{slot}", Model = "people", Silo = $"silo-{slot}", PicturesPerSecond = 30,
    };
}
