using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Dispatch;

/// <summary>Recordings ask again and again for every place; a live camera asks once.</summary>
public class RecordingPropertyTests
{
    private const int Asks = 3 * Headroom.TrickleOf;
    private static readonly CameraPriority[] _priorities = Enum.GetValues<CameraPriority>();

    /// <summary>Each worker takes 2 to 40 pictures, for a silo of its own or of another.</summary>
    private static readonly Arbitrary<(int[] Places, CameraPriority[] Recordings, CameraPriority Live, string Policy)> _cases =
        (from places in Gen.NonEmptyListOf(Gen.Choose(2, 40))
         from recordings in Gen.NonEmptyListOf(Gen.Elements(_priorities))
         from live in Gen.Elements(_priorities)
         from policy in Gen.Elements(DispatchPolicies.Names.ToArray())
         select (places.Take(5).ToArray(), recordings.ToArray(), live, policy)).ToArbitrary();

    [Fact]
    public void Whatever_recordings_do_a_live_camera_of_any_priority_finds_room_at_once() => Prop.ForAll(_cases, given =>
    {
        var (policy, workers) = Filled(given.Policy, given.Places, given.Recordings);

        return Array.TrueForAll(workers, worker => worker.InFlight == worker.Own.Recordings && worker.InFlight <= Math.Max(1, worker.MostInFlight / 2)) &&
            Give(policy, workers, Live(given.Live)) is not null;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_live_camera_that_matters_gets_a_quarter_of_the_places_of_workers_full_of_recordings() => Prop.ForAll(_cases, given =>
    {
        var (policy, workers) = Filled(given.Policy, given.Places, given.Recordings);
        var request = Live(given.Live == CameraPriority.Low ? CameraPriority.Normal : given.Live);
        var found = Enumerable.Range(0, workers.Sum(worker => worker.MostInFlight / 4)).Count(_ => Give(policy, workers, request) is not null);

        return found == workers.Sum(worker => worker.MostInFlight / 4);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_recording_finds_room_in_a_worker_that_is_idle() => Prop.ForAll(_cases, given =>
        Give(DispatchPolicies.Create(given.Policy, 3), Workers(given.Places), Recording(given.Live)) is not null)
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Recordings_that_ask_at_once_take_no_place_of_a_live_camera()
    {
        var worker = Workers([9])[0];

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => worker.TryBegin(Recording(CameraPriority.Critical)));

        Assert.Equal((4, 4), (worker.InFlight, worker.Own.Recordings));
    }

    [Fact]
    public void A_place_that_is_given_back_is_free()
    {
        var worker = Workers([4])[0];
        DispatchRequest[] requests = [Recording(CameraPriority.Normal), Live(CameraPriority.Normal)];

        Array.ForEach(requests, request => Assert.True(worker.TryBegin(request)));
        Array.ForEach(requests, request => worker.End(request));

        Assert.Equal((0, 0), (worker.InFlight, worker.Own.Recordings));
    }

    private static (IDispatchPolicy Policy, WorkerView[] Workers) Filled(string policy, int[] places, CameraPriority[] recordings)
    {
        var (chosen, workers) = (DispatchPolicies.Create(policy, 3), Workers(places));
        for (var ask = 0; ask < Asks * recordings.Length; ask++)
        {
            Give(chosen, workers, Recording(recordings[ask % recordings.Length]));
        }

        return (chosen, workers);
    }

    private static WorkerView? Give(IDispatchPolicy policy, WorkerView[] workers, DispatchRequest request) =>
        policy.Choose(new WorkerSnapshot(workers), request) is { } worker && worker.TryBegin(request) ? worker : null;

    private static WorkerView[] Workers(int[] places) => [.. places.Select((most, slot) => new WorkerView
    {
        Id = $"people/{slot}", Model = "people", Silo = $"silo-{slot}", MostInFlight = most, PicturesPerSecond = 10 * most,
    })];

    private static DispatchRequest Recording(CameraPriority priority) => new("tape", "people", "silo-0") { Priority = priority, IsRecording = true };

    private static DispatchRequest Live(CameraPriority priority) => new("lobby", "people", "silo-1") { Priority = priority };
}
