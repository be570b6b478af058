using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Detectors;

namespace Orleans.Camera.Vision.Models;

/// <summary>
/// Models in memory: each once per device, shared by all its slots, and unloaded when none has used it for a while. Safe for
/// concurrent use.
/// </summary>
/// <param name="store">Where the models lie.</param>
/// <param name="options">How they are run; the device is that of the lease.</param>
/// <param name="idle">How long a model that nobody uses stays: a slot that is replaced by another finds it still there.</param>
/// <param name="time">The clock.</param>
public sealed class ModelCache(ModelStore store, OnnxDetectorOptions options, TimeSpan idle, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, ModelDevice Device), CachedModel> _models = [];
    private bool _isDisposed;

    /// <summary>Models in memory at present.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _models.Count;
            }
        }
    }

    /// <summary>A model on a device, loaded now where it is not loaded yet. Whoever comes meanwhile waits for it.</summary>
    /// <param name="name">As <see cref="ModelStore.Resolve"/> has it.</param>
    /// <param name="device">What runs it.</param>
    /// <param name="sha256">What the cluster means by the name; null to take what is there.</param>
    /// <returns>To be disposed of when the slot ends.</returns>
    /// <exception cref="ModelException">It is missing, corrupt, another one than the cluster means, or cannot run on the device.</exception>
    public ModelLease Lease(string name, ModelDevice device, string? sha256 = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(device);
        CachedModel model;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_models.TryGetValue((name, device), out model!))
            {
                _models[(name, device)] = model = new CachedModel(() => Load(name, device));
            }

            model.Users++;
            model.Unused = null;
        }

        try
        {
            var loaded = model.Loaded;
            return sha256 is null || string.Equals(sha256, loaded.Sha256, StringComparison.OrdinalIgnoreCase)
                ? new ModelLease(loaded, () => Return(name, device, model))
                : throw new ModelException(
                    $"Model '{name}' in '{store.Folder}' has the sha256 {loaded.Sha256}, but the cluster means {sha256} by that name. Remove it here (./camera model remove {name}) and add the one that the other silos have.");
        }
        catch
        {
            // A fault is not kept either: the next slot looks again, and finds what somebody has put right by then.
            Return(name, device, model);
            throw;
        }
    }

    /// <summary>Unloads what nobody has used for long enough. To be called now and then.</summary>
    /// <returns>How many models were unloaded.</returns>
    public int Trim()
    {
        List<CachedModel> old;
        lock (_lock)
        {
            var keys = _models.Where(pair => pair.Value is { Users: 0, Unused: { } since } && time.GetElapsedTime(since) >= idle).Select(pair => pair.Key).ToList();
            old = [.. keys.Select(key => _models[key])];
            keys.ForEach(key => _models.Remove(key));
        }

        old.ForEach(model => model.Dispose());
        return old.Count;
    }

    /// <summary>Ends every model of which no lease is out; the others end with their leases.</summary>
    public void Dispose()
    {
        List<CachedModel> unused;
        lock (_lock)
        {
            _isDisposed = true;
            unused = [.. _models.Values.Where(model => model.Users == 0)];
            _models.Clear();
        }

        unused.ForEach(model => model.Dispose());
    }

    private LoadedModel Load(string name, ModelDevice device)
    {
        var reference = store.Resolve(name);
        var file = ModelFile.Read(reference);
        return OnnxDetectors.Load(reference, file, options with { Providers = device.Providers, Device = device.Index });
    }

    private void Return(string name, ModelDevice device, CachedModel model)
    {
        bool isOver;
        lock (_lock)
        {
            model.Users--;
            model.Unused = model.Users == 0 ? time.GetTimestamp() : null;
            isOver = model.Users == 0 && _isDisposed;
            if (!model.IsLoaded && _models.GetValueOrDefault((name, device)) == model)
            {
                _models.Remove((name, device));
            }
        }

        if (isOver)
        {
            model.Dispose();
        }
    }

    /// <summary>One model on one device; its counts belong to the cache's lock, its loading has one of its own.</summary>
    private sealed class CachedModel(Func<LoadedModel> load) : IDisposable
    {
        private readonly Lazy<LoadedModel> _loaded = new(load, LazyThreadSafetyMode.ExecutionAndPublication);

        public int Users { get; set; }

        public long? Unused { get; set; }

        public LoadedModel Loaded => _loaded.Value;

        /// <summary>Whoever asked for it and finds this false knows that it cannot be loaded.</summary>
        public bool IsLoaded => _loaded.IsValueCreated;

        public void Dispose()
        {
            if (_loaded.IsValueCreated)
            {
                _loaded.Value.Dispose();
            }
        }
    }
}
