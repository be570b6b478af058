using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class BalanceTests
{
    private const int Pictures = 10_000;
    private static readonly DispatchRequest _request = new("lobby", "people", "elsewhere");

    /// <summary>From a pool that is nearly idle to one that gets more than it can do, with even and with uneven pictures.</summary>
    public static TheoryData<double, bool, string> Loads
    {
        get
        {
            var data = new TheoryData<double, bool, string>();
            foreach (var load in (double[])[0.1, 0.3, 0.5, 0.7, 0.9, 1.2])
            {
                foreach (var policy in (string[])[DispatchPolicies.LeastLoaded, DispatchPolicies.Hybrid])
                {
                    data.Add(load, false, policy);
                    data.Add(load, true, policy);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void A_worker_twice_as_fast_gets_twice_the_pictures(double load, bool isUneven, string policy)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var pool = new WorkerPool([Worker(0, 40), Worker(1, 20)], seed).Run(DispatchPolicies.Create(policy, seed), _request, Pictures, load, isUneven);

            Assert.InRange((double)pool.Given[0] / pool.Given[1], 1.8, 2.2);
        }
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void Four_equal_workers_get_equal_shares(double load, bool isUneven, string policy)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var pool = new WorkerPool([Worker(0, 30), Worker(1, 30), Worker(2, 30), Worker(3, 30)], seed)
                .Run(DispatchPolicies.Create(policy, seed), _request, Pictures, load, isUneven);

            Assert.True(pool.Given.Max() <= 1.1 * pool.Given.Average(), string.Join(", ", pool.Given));
        }
    }

    [Fact]
    public void Silos_that_know_only_old_loads_do_not_all_run_to_one_worker()
    {
        var policy = DispatchPolicies.Create(DispatchPolicies.LeastLoaded, 1);
        var reported = new WorkerSnapshot([Worker(0, 30), Worker(1, 30) with { ReportedInFlight = 1 }, Worker(2, 30) with { ReportedInFlight = 1 }, Worker(3, 30) with { ReportedInFlight = 1 }]);

        var given = Enumerable.Range(0, Pictures).Select(_ => policy.Choose(reported, _request)!.Id).CountBy(id => id).Max(pair => pair.Value);

        // One that asked everybody would send all 10,000 to the idle one.
        Assert.InRange(given, Pictures / 4, Pictures * 6 / 10);
    }

    private static WorkerView Worker(int slot, double rate) => new()
    {
        Id = $"people/{slot}", Model = "people", Silo = $"silo-{slot}", PicturesPerSecond = rate, MostInFlight = 64,
    };
}
