using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

public class DispatchPolicyPropertyTests
{
    private static readonly string[] _models = ["people", "cars"];
    private static readonly string[] _abilities = ["gpu", "int8", "CUDA"];
    private static readonly string[] _regions = ["", "hall", "roof"];

    private static readonly Gen<WorkerView> _worker =
        from model in Gen.Elements(_models)
        from slot in Gen.Choose(0, 9999)
        from silo in Gen.Choose(0, 3)
        from region in Gen.Elements(_regions)
        from abilities in Gen.SubListOf(_abilities)
        from state in Gen.Elements(Enum.GetValues<WorkerState>())
        from isQuarantined in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from inFlight in Gen.Choose(0, 17)
        from rate in Gen.Elements(0, 0.1, 5, 30, 400, double.NaN, double.PositiveInfinity)
        select new WorkerView
        {
            Id = $"{model}/{slot}", Model = model, Silo = $"silo-{silo}", Region = region, Capabilities = [.. abilities], State = state,
            IsQuarantined = isQuarantined, ReportedInFlight = inFlight, PicturesPerSecond = rate,
        };

    private static readonly Gen<DispatchRequest> _request =
        from model in Gen.Elements(_models)
        from silo in Gen.Choose(0, 4)
        from region in Gen.Elements(_regions)
        from priority in Gen.Elements(Enum.GetValues<CameraPriority>())
        from abilities in Gen.SubListOf("GPU", "cuda")
        select new DispatchRequest("lobby", model, $"silo-{silo}") { Region = region, Priority = priority, Capabilities = [.. abilities] };

    private static readonly Arbitrary<(WorkerView[] Workers, DispatchRequest Request, string Policy)> _cases =
        (from workers in Gen.ArrayOf(_worker)
         from request in _request
         from policy in Gen.Elements(DispatchPolicies.Names.ToArray())
         select (workers, request, policy)).ToArbitrary();

    [Fact]
    public void Only_a_worker_that_fits_is_ever_chosen() => Prop.ForAll(_cases, given =>
    {
        var (workers, request, name) = given;
        var chosen = DispatchPolicies.Create(name, 3).Choose(new WorkerSnapshot(workers), request);

        return chosen is null ||
            (chosen.Model == request.Model && chosen.State is WorkerState.Ready or WorkerState.Busy && !chosen.IsQuarantined &&
            chosen.InFlight < chosen.MostInFlight &&
            request.Capabilities.All(ability => chosen.Capabilities.Contains(ability, StringComparer.OrdinalIgnoreCase)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Whoever_fits_gets_the_picture_within_a_trickle() => Prop.ForAll(_cases, given =>
    {
        var (workers, request, name) = given;
        var (policy, snapshot) = (DispatchPolicies.Create(name, 3), new WorkerSnapshot(workers));
        var chosen = Enumerable.Range(0, Headroom.TrickleOf).Select(_ => policy.Choose(snapshot, request)).Any(worker => worker is not null);

        return chosen == workers.Any(worker => worker.FitFor(request) == WorkerFit.Fits);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_worker_that_had_the_picture_does_not_get_it_again() => Prop.ForAll(_cases, given =>
    {
        var (workers, request, name) = given;
        var (policy, snapshot) = (DispatchPolicies.Create(name, 3), new WorkerSnapshot(workers.DistinctBy(worker => worker.Id)));
        for (var attempt = 0; attempt <= workers.Length; attempt++)
        {
            if (policy.Choose(snapshot, request) is not { } chosen)
            {
                return true;
            }

            if (request.Tried.Contains(chosen.Id))
            {
                return false;
            }

            request = request with { Tried = request.Tried.Add(chosen.Id) };
        }

        return false;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Two_of_one_seed_choose_alike() => Prop.ForAll(_cases, given =>
    {
        var (workers, request, name) = given;
        var (one, other, snapshot) = (DispatchPolicies.Create(name, 5), DispatchPolicies.Create(name, 5), new WorkerSnapshot(workers));

        return Enumerable.Range(0, 20).All(_ => ReferenceEquals(one.Choose(snapshot, request), other.Choose(snapshot, request)));
    }).Check(Config.QuickThrowOnFailure);

    public static TheoryData<string> Names => [.. DispatchPolicies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_choice_allocates_nothing(string name)
    {
        var (policy, snapshot) = (DispatchPolicies.Create(name, 1), new WorkerSnapshot(_worker.Sample(200)));
        var request = new DispatchRequest("lobby", "people", "silo-1") { Region = "hall", Capabilities = ["gpu"], Tried = ["people/1"] };
        policy.Choose(snapshot, request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var picture = 0; picture < 100; picture++)
        {
            policy.Choose(snapshot, request);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_threads_may_ask_at_once(string name)
    {
        WorkerView[] workers = [.. Enumerable.Range(0, 4).Select(slot => new WorkerView { Id = $"people/{slot}", Model = "people", Silo = $"silo-{slot}", MostInFlight = 8 })];
        var (policy, snapshot) = (DispatchPolicies.Create(name, 1), new WorkerSnapshot(workers));
        var given = 0;

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            if (policy.Choose(snapshot, new DispatchRequest("lobby", "people", "elsewhere")) is { } worker)
            {
                worker.Own.Begin();
                Interlocked.Increment(ref given);
                worker.Own.End();
            }
        });

        Assert.Equal(20_000, given);
        Assert.All(workers, worker => Assert.Equal(0, worker.InFlight));
    }
}
