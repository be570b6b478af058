using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Models;

public sealed class ModelCacheTests : IDisposable
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;
    private readonly TemporaryModel _model = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
    private readonly ManualClock _time = new();
    private readonly ModelStore _store;
    private readonly ModelCache _cache;
    private readonly string _sha256;

    public ModelCacheTests()
    {
        _store = new ModelStore(new ModelStoreOptions { Folder = Path.Combine(_folder, "store"), Trial = TemporaryModel.OnCpu });
        _cache = new ModelCache(_store, TemporaryModel.OnCpu, _idle, _time);
        _sha256 = _store.Add(_model.Path).Sha256!;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Slots_of_a_device_share_one_model_and_find_the_same_at_once()
    {
        using var first = _cache.Lease("tiny", ModelDevice.Cpu, _sha256);

        // What is loaded needs its file no more: a second load would fail.
        File.Delete(_store.Resolve("tiny").File);
        using var second = _cache.Lease("tiny", ModelDevice.Cpu, _sha256);

        Assert.Equal((1, _sha256, _sha256), (_cache.Count, first.Sha256, second.Sha256));
        using var one = first.CreateDetector();
        using var other = second.CreateDetector();
        var found = await Task.WhenAll(new[] { one, other }.Select(detector => Task.Run(() => DetectAsync(detector))));
        Assert.Equal(KnownObject.Three.Length, found[0].Count);
        Assert.Equal(found[0], found[1]);
    }

    [Fact]
    public async Task A_detector_ends_without_the_model_and_a_model_without_users_stays_for_a_while()
    {
        var first = _cache.Lease("tiny", ModelDevice.Cpu);
        using (var second = _cache.Lease("tiny", ModelDevice.Cpu))
        {
            second.CreateDetector().Dispose();
        }

        using (var detector = first.CreateDetector())
        {
            Assert.NotEmpty(await DetectAsync(detector));
        }

        _time.Advance(2 * _idle);
        Assert.Equal(0, _cache.Trim());

        first.Dispose();
        first.Dispose();
        Assert.Equal(0, _cache.Trim());
        _time.Advance(_idle - TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1), (_cache.Trim(), _cache.Count));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), (_cache.Trim(), _cache.Count));
        Assert.Throws<ObjectDisposedException>(first.CreateDetector);
    }

    [Fact]
    public void A_slot_that_comes_in_time_keeps_the_model_loaded()
    {
        _cache.Lease("tiny", ModelDevice.Cpu).Dispose();
        _time.Advance(_idle / 2);
        var again = _cache.Lease("tiny", ModelDevice.Cpu);
        _time.Advance(_idle);
        Assert.Equal(0, _cache.Trim());

        again.Dispose();
        _time.Advance(_idle / 2);
        Assert.Equal(0, _cache.Trim());
    }

    [Fact]
    public void A_model_that_differs_from_the_clusters_is_refused_with_what_to_do_and_disturbs_nobody()
    {
        using var right = _cache.Lease("tiny", ModelDevice.Cpu);

        var fault = Assert.Throws<ModelException>(() => _cache.Lease("tiny", ModelDevice.Cpu, new string('0', 64)));

        Assert.Contains($"has the sha256 {_sha256}, but the cluster means {new string('0', 64)}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("./camera model remove tiny", fault.Message, StringComparison.Ordinal);
        using var detector = right.CreateDetector();
    }

    [Fact]
    public void A_missing_or_corrupt_model_is_told_each_time_and_found_once_it_is_put_right()
    {
        Assert.Contains("There is no model 'tinny'", Assert.Throws<ModelException>(() => _cache.Lease("tinny", ModelDevice.Cpu)).Message, StringComparison.Ordinal);

        var file = _store.Resolve("tiny").File;
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("changed or is damaged", Assert.Throws<ModelException>(() => _cache.Lease("tiny", ModelDevice.Cpu)).Message, StringComparison.Ordinal);
        Assert.Equal(0, _cache.Count);

        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        using var lease = _cache.Lease("tiny", ModelDevice.Cpu, _sha256);
    }

    [Fact]
    public void A_slot_of_a_GPU_never_runs_on_the_processors()
    {
        // Where a GPU is at hand it is used; otherwise the fault names it.
        try
        {
            using var lease = _cache.Lease("tiny", new ModelDevice(63));
            using var detector = lease.CreateDetector();
            Assert.NotEqual(Vision.Onnx.ExecutionProvider.Cpu, detector.Provider.Taken);
        }
        catch (ModelException fault)
        {
            Assert.Contains("none of the wanted providers", fault.Message, StringComparison.Ordinal);
            Assert.Equal(0, _cache.Count);
        }
    }

    [Fact]
    public async Task Many_slots_that_start_at_once_load_it_once_and_leave_it_unused()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _cache.Lease("tiny", ModelDevice.Cpu))));
        Assert.Equal(1, _cache.Count);

        await Task.WhenAll(leases.Select(lease => Task.Run(lease.Dispose)));
        _time.Advance(_idle);
        Assert.Equal(1, _cache.Trim());
    }

    [Fact]
    public void The_end_of_the_cache_waits_for_the_last_lease_and_gives_no_new_one()
    {
        var lease = _cache.Lease("tiny", ModelDevice.Cpu);
        _cache.Dispose();

        using (lease.CreateDetector())
        {
            // It works still.
        }

        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _cache.Lease("tiny", ModelDevice.Cpu));
    }

    private static async Task<List<Detection>> DetectAsync(Vision.Detectors.OnnxDetector detector)
    {
        using var frame = new FramePool(new FrameLayout(new PictureSize(64, 64), gate: default, new PictureSize(64, 64)), capacity: 0).Rent();
        var detections = new List<Detection>();
        await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);
        return detections;
    }
}
