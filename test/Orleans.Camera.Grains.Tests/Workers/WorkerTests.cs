using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>Cameras on the first silo; workers on the second and the third, where these have the model.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private readonly CameraCluster _cluster = new();
    private readonly ScriptedModels[] _models = [new(), new("people"), new("people", "cars")];

    public async Task InitializeAsync()
    {
        foreach (var models in _models)
        {
            await AddAsync(models);
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_camera_without_the_model_has_its_pictures_looked_at_where_the_model_is()
    {
        _cluster.Sources["a.mp4"] = order => new PlayedSource(Street.Pictures, order, async (number, _) =>
        {
            if (number == 1)
            {
                await BothReadyAsync();
            }
        });
        await _cluster.Roster.AddAsync(Of("a", "people"));
        await EndedAsync("a");

        Assert.Empty(_models[0].Seen);
        Assert.Equal(0, _models[0].Loaded);
        var seen = _models[1].Seen.Concat(_models[2].Seen).ToList();
        Assert.True(seen.Count > 20, "nothing moves: the test proves nothing");
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.NotEmpty(_models[1].Seen);
        Assert.NotEmpty(_models[2].Seen);
        var board = await _cluster.Client.GetGrain<IWorkerRegistryGrain>(0).GetPoolAsync();
        Assert.Equal(["silo-2", "silo-3"], board.Workers.Select(worker => worker.Silo).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_recording_loses_no_picture_when_the_silo_of_a_worker_dies()
    {
        var reached = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _cluster.Sources["b.mp4"] = order => new PlayedSource(Street.Pictures, order, async (number, stop) =>
        {
            if (number == 100)
            {
                reached.TrySetResult();
                await go.Task.WaitAsync(stop);
            }
        });
        _cluster.Sources["whole.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Of("whole", "people"));
        await EndedAsync("whole");
        var whole = _models.SelectMany(models => models.Seen).Order().ToList();
        Array.ForEach(_models, models => models.Seen.Clear());
        await _cluster.Roster.AddAsync(Of("b", "people"));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await _cluster.KillAsync("silo-2");
        go.SetResult();
        await EndedAsync("b");

        Assert.Equal(whole, _models.SelectMany(models => models.Seen).Distinct().Order());
        Assert.Equal(_cluster.Store.StateOf("whole")!.Frame, _cluster.Store.StateOf("b")!.Frame);
    }

    [Fact]
    public async Task A_worker_that_nobody_started_fails_at_once_and_loads_nothing()
    {
        using var picture = new WorkPicture();
        var answer = await _cluster.Client.GetGrain<IInferenceGrain>("people/99").DetectAsync(picture, CancellationToken.None);

        Assert.Equal(CallFault.Refused, answer.Fault);
        Assert.Contains("only the registry", answer.Reason, StringComparison.Ordinal);
        Assert.All(_models, models => Assert.Equal(0, models.Loaded));
    }

    [Fact]
    public async Task A_model_that_no_silo_has_is_told_with_the_reason_of_each_and_the_nearest_name()
    {
        _cluster.Sources["c.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Of("c", "peple"));

        var status = await _cluster.UntilAsync("c", status => status.State == CameraState.Faulted);

        Assert.Contains("silo-1: does not have the role 'inference'", status.Reason, StringComparison.Ordinal);
        Assert.Contains("silo-2: There is no model 'peple'", status.Reason, StringComparison.Ordinal);
        Assert.Contains("people", status.Reason, StringComparison.Ordinal);

        // Nothing else is disturbed.
        _cluster.Sources["f.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Of("f", "people"));
        await EndedAsync("f");
        var missing = (await _cluster.Client.GetGrain<IWorkerRegistryGrain>(0).GetPoolAsync()).Missing;
        Assert.Equal("peple", Assert.Single(missing).Model);
    }

    [Fact]
    public async Task A_worker_that_answers_nonsense_is_told_apart_from_one_that_is_dead_and_disturbs_no_other_camera()
    {
        foreach (var models in _models)
        {
            models.Answer = (_, _) => new(new Detection(new(float.NaN, 0, 1, 1), 0, 0.9f));
        }

        _cluster.Sources["d.mp4"] = order => new PlayedSource(Street.Pictures, order);
        _cluster.Sources["e.mp4"] = order => new PlayedSource(Street.Pictures, order);
        await _cluster.Roster.AddAsync(Of("d", "people"));
        await _cluster.Roster.AddAsync(Street.Definition("e"));
        await EndedAsync("e");

        var status = await _cluster.UntilAsync("d", status => status.Reason?.Contains("nonsense", StringComparison.Ordinal) == true);

        Assert.Contains("no number", status.Reason, StringComparison.Ordinal);
        WorkerPool? pool = null;
        await _cluster.UntilAsync(async () =>
            (pool = await _cluster.Client.GetGrain<IWorkerRegistryGrain>(0).GetPoolAsync()).Workers.Any(worker => worker.Trouble.Length > 0));
        Assert.All(pool!.Workers, worker => Assert.NotEqual("failed", worker.State));
        Assert.Contains(pool.Workers, worker => worker.Trouble.Contains("answered nonsense: a box or a score that is no number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_on_which_the_model_answers_nonsense_is_shown_to_no_other_worker()
    {
        using var model = await OpenAsync(isLive: true);
        foreach (var models in _models)
        {
            models.Answer = (_, _) => new(new Detection(new(2, 2, 3, 3), 0, 0.9f));
        }

        using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
        var nonsense = await Assert.ThrowsAsync<ModelException>(() => DetectAsync(model, frame));

        Assert.Contains("outside the picture", nonsense.Message, StringComparison.Ordinal);
        Assert.Single(_models.SelectMany(models => models.Seen));
    }

    [Fact]
    public async Task A_live_picture_that_one_worker_is_late_with_is_answered_by_the_other_before_its_deadline()
    {
        using var model = await OpenAsync(isLive: true);
        await WarmUpAsync(model);
        _models[1].Answer = async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return default;
        };

        // The policy goes round: one of the two begins with the worker that hangs.
        for (var number = 1; number <= 2; number++)
        {
            using var frame = Frame.WithoutPicture(new(64, 36), number, default, default);
            Assert.Single(await DetectAsync(model, frame));
        }

        Assert.Contains(_models[1].Seen, number => number > 0);
        Assert.Equal([1L, 2L], _models[2].Seen.Where(number => number > 0));
    }

    [Fact]
    public async Task A_live_picture_is_given_up_where_every_worker_is_late()
    {
        using var model = await OpenAsync(isLive: true);
        foreach (var models in _models)
        {
            models.Answer = async (_, stop) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
                return default;
            };
        }

        using var frame = Frame.WithoutPicture(new(64, 36), 1, default, default);
        await Assert.ThrowsAsync<WorkerLostException>(() => DetectAsync(model, frame).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(2, _models.Sum(models => models.Seen.Count));
    }

    /// <summary>The model as a camera of the first silo has it, once both workers are ready.</summary>
    private async Task<IOpenDetector> OpenAsync(bool isLive)
    {
        var detectors = _cluster.Services.GetRequiredService<ICameraDetectors>().For(Of("x", "people"), isLive);
        var model = await detectors.OpenAsync("people", CancellationToken.None);
        await BothReadyAsync();
        return model;
    }

    /// <summary>Has both workers answer a picture, whose number is 0: the first on its way takes longer than a deadline where the machine is busy.</summary>
    private Task WarmUpAsync(IOpenDetector model) => _cluster.UntilAsync(async () =>
    {
        using var frame = Frame.WithoutPicture(new(64, 36), 0, default, default);
        await Record.ExceptionAsync(() => DetectAsync(model, frame));
        return _models.Count(models => !models.Seen.IsEmpty) == 2;
    });

    private Task BothReadyAsync()
    {
        var hub = _cluster.Services.GetRequiredService<WorkerHub>();
        return _cluster.UntilAsync(() => Task.FromResult(hub.Board.Workers.Count(worker => worker.State is "ready" or "busy") == 2));
    }

    private static async Task<List<Detection>> DetectAsync(IOpenDetector model, Frame frame)
    {
        var found = new List<Detection>();
        await model.Create(frame.Layout).DetectAsync(frame, motion: null, found, CancellationToken.None);
        return found;
    }

    private static CameraDefinition Of(string name, string model) => Street.Definition(name) with { Detector = model };

    private async Task EndedAsync(string camera)
    {
        try
        {
            await _cluster.UntilStoredAsync(() => _cluster.Store.StateOf(camera) is { HasEnded: true });
        }
        catch (TimeoutException)
        {
            var board = _cluster.Services.GetRequiredService<WorkerHub>().Board;
            Assert.Fail($"{camera} has not ended: {await _cluster.Grain(camera).GetStatusAsync()}; {string.Join<WorkerFact>("; ", board.Workers)}; {string.Join("; ", board.Why)}");
        }
    }

    private Task AddAsync(ScriptedModels models) => _cluster.AddAsync(silo =>
    {
        silo.Services.AddSingleton<IDetectors>(models);
        silo.Services.AddSingleton<ISiloFacts, RoleFacts>();
        silo.AddCameraWorkers(new WorkerOptions { Policy = DispatchPolicies.RoundRobin, Deadline = TimeSpan.FromSeconds(6) });
    });

    /// <summary>The first silo reads, the others infer.</summary>
    private sealed class RoleFacts(IClusterMembershipService membership) : ISiloFacts
    {
        public SiloFact FactOf(SiloAddress silo)
        {
            var name = membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : "";
            return new SiloFact(name) { Roles = [name == "silo-1" ? "ingest" : "inference"] };
        }
    }
}
