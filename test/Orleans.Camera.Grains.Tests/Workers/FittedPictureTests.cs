using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>A model that looks at 32x18, of which the camera's silo makes every picture before it goes to a worker.</summary>
public sealed class FittedPictureTests : IAsyncLifetime
{
    private static readonly PictureSize _small = new(32, 18);
    private readonly CameraCluster _cluster = new();
    private readonly Halving _models = new();

    public async Task InitializeAsync()
    {
        await AddAsync();
        await AddAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_worker_sees_the_same_picture_on_the_cameras_own_silo_and_on_another_and_tells_of_its_process_and_of_picture_work()
    {
        var first = _cluster.Services;
        using var model = await first.GetRequiredService<ICameraDetectors>()
            .For(Street.Definition("x") with { Detector = "people" }, isLive: false).OpenAsync("people", CancellationToken.None);
        var hub = first.GetRequiredService<WorkerHub>();
        await _cluster.UntilAsync(() => Task.FromResult(hub.Board.Workers.Count(worker => worker.State == "ready") == 2));
        var layout = new FrameLayout(new(64, 36), default, new(64, 36));
        var detector = model.Create(layout);
        for (var number = 1; number <= 4; number++)
        {
            using var frame = Frame.Over(layout, new byte[layout.ByteLength], number, default, default);
            await detector.DetectAsync(frame, motion: null, [], CancellationToken.None);
        }

        Assert.Equal([_small], _models.Seen.Select(seen => seen.Picture).Distinct());
        Assert.Equal(["silo-1", "silo-2"], _models.Seen.Select(seen => seen.Silo).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(4, _models.Seen.Count);
        var pool = await first.GetRequiredService<IGrainFactory>().GetGrain<IWorkerRegistryGrain>(0).GetPoolAsync();
        Assert.All(pool.Workers, worker => Assert.Equal(new WorkerProcess(7, 80, 300, 2, "it was killed"), worker.Process));
        Assert.Equal(2, pool.Silos.Count);
        Assert.All(pool.Silos, silo =>
        {
            Assert.Equal((3, 4, 5, 6), (silo.PictureWork!.Waiting, silo.PictureWork.Refused, silo.PictureWork.Answered, silo.PictureWork.HandOvers));
            Assert.Equal(new WorkerProcess(8, 90, 400, 1, "it was lost"), Assert.Single(silo.PictureWork.Processes));
        });
    }

    private Task AddAsync() => _cluster.AddAsync(silo =>
    {
        silo.Services.AddSingleton<IDetectors>(services => new HereModels(_models, services.GetRequiredService<ILocalSiloDetails>()));
        silo.Services.AddSingleton<ISiloFacts, AnyFacts>();
        silo.Services.AddSingleton<ISiloLoadSource, AnyLoad>();
        silo.Services.AddSingleton<IPictureWork, SomeWork>();
        silo.AddCameraWorkers(new WorkerOptions { Policy = Core.Dispatch.DispatchPolicies.RoundRobin });
    });

    private sealed class AnyFacts : ISiloFacts
    {
        public SiloFact FactOf(SiloAddress silo) => new("") { Roles = ["ingest", "inference"] };
    }

    private sealed class AnyLoad(ILocalSiloDetails silo) : ISiloLoadSource
    {
        public SiloLoad Current => new(silo.Name, DateTimeOffset.UnixEpoch, null, null, null, null, null, null, null, null, null, null, 0, 0, null, []);
    }

    private sealed class SomeWork : IPictureWork
    {
        public PictureWorkHealth Health => new(3, 4, 5, 6, [new ProcessHealth(8, 90, 400, 1, "it was lost")]);

        public Task<byte[]> EncodeJpegAsync(Frame frame, CancellationToken cancellationToken) => Task.FromResult<byte[]>([]);

        public Task<Frame> ResizeAsync(Frame frame, PictureSize box, CancellationToken cancellationToken) => Task.FromResult(frame.Retain());
    }

    private sealed class Halving : IPictureFitter
    {
        public ConcurrentQueue<(string Silo, PictureSize Picture)> Seen { get; } = new();

        public Frame? Fit(Frame frame, PictureSize input)
        {
            Assert.Equal(_small, input);
            var layout = new FrameLayout(frame.Layout.Source, default, input);
            return Frame.Over(layout, new byte[layout.ByteLength], frame.Number, frame.Pts, frame.Time);
        }
    }

    private sealed class HereModels(Halving all, ILocalSiloDetails silo) : IDetectors, IOpenDetector, IObjectDetector
    {
        public PictureSize Picture => new(64, 36);

        public PictureSize Input => _small;

        public ProcessHealth Process => new(7, 80, 300, 2, "it was killed");

        public IReadOnlyList<string> Labels { get; } = ["person"];

        public IOpenDetector Open(string name) => this;

        public IPictureFitter NewFitter() => all;

        public IObjectDetector Create(FrameLayout layout) => this;

        public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            if (frame.Number > 0)
            {
                all.Seen.Enqueue((silo.Name, frame.Layout.Picture));
            }

            return ValueTask.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
