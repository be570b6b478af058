using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Cameras;

/// <summary>The motion detector, and the models of a store.</summary>
/// <param name="models">Where the models lie.</param>
/// <param name="options">How they are run.</param>
/// <param name="isolation">How each is kept in a child process; null to run them here.</param>
/// <param name="loggers">Told of those processes.</param>
/// <param name="published">Where models come from that the store lacks; null for nowhere.</param>
public sealed class CameraDetectors(
    ModelStore models, OnnxDetectorOptions options, IsolationOptions? isolation = null, ILoggerFactory? loggers = null,
    PublishedModels? published = null) : IDetectors, IDisposable
{
    private const string Cpu = "cpu";
    private const string Gpu = "gpu";

    /// <summary>A model is wanted for half a minute longer than it is used: what is returned here may end at once.</summary>
    private readonly ModelCache _cache = new(models, options, idle: TimeSpan.Zero, options.Time);

    /// <summary>Room for pictures of a child that does not say yet how large its own are. What no picture needs is never occupied.</summary>
    private static readonly PictureSize _largest = new(4096, 4096);

    public IOpenDetector Open(string name) => Open(name, Cpu);

    public IOpenDetector Open(string name, string device) => name == IDetectors.Motion ? new Motion()
        : isolation is null ? new Shared(_cache.Lease(name, DeviceOf(device)), _cache)
        : OpenInChild(models.Resolve(name), DeviceOf(device), isolation);

    public async ValueTask<IOpenDetector> OpenAsync(string name, string device, CancellationToken cancellationToken)
    {
        if (MayBePublished(name))
        {
            await published!.FetchAsync(name, models.Missing(name), cancellationToken).ConfigureAwait(false);
        }

        return Open(name, device);
    }

    private bool MayBePublished(string name) => published is not null && name != IDetectors.Motion && ManifestReader.IsName(name) && !models.Has(name);

    private IsolatedModel OpenInChild(ModelReference model, ModelDevice device, IsolationOptions how)
    {
        var log = (loggers ?? NullLoggerFactory.Instance).CreateLogger<IsolatedDetector>();
        return new IsolatedModel(IsolatedDetector.Open(model, options with { Providers = device.Providers, Device = device.Index }, how, _largest, log));
    }

    public IPictureFitter NewFitter() => new PictureFitter();

    public void Dispose() => _cache.Dispose();

    /// <exception cref="ModelException">There is no such device.</exception>
    private static ModelDevice DeviceOf(string device) => device == Cpu ? ModelDevice.Cpu
        : device.StartsWith(Gpu, StringComparison.Ordinal) && int.TryParse(device.AsSpan(Gpu.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new ModelDevice(index)
        : throw new ModelException($"A model cannot be run on '{device}': choose the whole GPU, or the processors.");

    public DetectorFact FactOf(string name)
    {
        if (MayBePublished(name))
        {
            return published!.FactOf(name, models.Missing(name));
        }

        try
        {
            var manifest = models.Resolve(name).Manifest;
            return new DetectorFact(null, manifest?.Sha256 ?? "", manifest?.CpuAllowed ?? true) { Requires = [.. manifest?.Requires ?? []] };
        }
        catch (ModelException exception)
        {
            return new DetectorFact(exception.Message);
        }
    }

    private sealed class Motion : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => new MotionDetector(layout.Gate);

        public void Dispose()
        {
            // Memory only.
        }
    }

    /// <summary>Twice its input is halved without loss, and is enough to look at: the same as <c>camera count</c> takes.</summary>
    private static PictureSize PictureOf(PictureSize input) => new(Math.Min(2 * input.Width, _largest.Width), Math.Min(2 * input.Height, _largest.Height));

    /// <summary>A model of this process, which is loaded once however many use it; each detector has memory of its own.</summary>
    private sealed class Shared(ModelLease lease, ModelCache cache) : IOpenDetector
    {
        private readonly List<OnnxDetector> _detectors = [];

        public PictureSize Picture => PictureOf(lease.InputSize);

        public PictureSize Input => lease.Box;

        public IObjectDetector Create(FrameLayout layout) => Kept(lease.CreateDetector())!;

        public IBatchDetector? CreateBatch() => Kept(lease.CreateBatchDetector());

        private OnnxDetector? Kept(OnnxDetector? detector)
        {
            if (detector is not null)
            {
                lock (_detectors)
                {
                    _detectors.Add(detector);
                }
            }

            return detector;
        }

        public void Dispose()
        {
            lock (_detectors)
            {
                _detectors.ForEach(detector => detector.Dispose());
                _detectors.Clear();
            }

            lease.Dispose();
            cache.Trim();
        }
    }

    private sealed class IsolatedModel(IsolatedDetector detector) : IOpenDetector
    {
        public PictureSize Picture => PictureOf(detector.InputSize);

        public PictureSize Input => detector.Box;

        public ProcessHealth Process
        {
            get
            {
                var health = detector.Health;
                return new ProcessHealth(health.ProcessId, health.Memory, health.MostMemory, health.Restarts, health.Trouble ?? "")
                {
                    CpuTime = health.CpuTime, IsGivenUp = health.State == WorkerProcessState.GivenUp,
                };
            }
        }

        public IObjectDetector Create(FrameLayout layout) => detector;

        public void Dispose() => detector.Dispose();
    }
}
