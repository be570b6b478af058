using System.Collections.Frozen;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Dispatch;

/// <summary>Gives a camera its detector.</summary>
internal interface ICameraDetectors
{
    IDetectors For(CameraDefinition camera, bool isLive);
}

/// <summary>Every camera runs its detector itself.</summary>
internal sealed class OwnDetectors(IDetectors detectors) : ICameraDetectors
{
    public IDetectors For(CameraDefinition camera, bool isLive) => detectors;
}

/// <summary>A camera whose detector is a model sends its pictures to workers; the motion detector it runs itself.</summary>
internal sealed class WorkerDetectors(IDetectors detectors, WorkerHub hub, Seeds seeds) : ICameraDetectors
{
    /// <summary>One of each for all cameras: they remember whose turn it is.</summary>
    private readonly FrozenDictionary<string, IDispatchPolicy> _policies =
        DispatchPolicies.Names.ToFrozenDictionary(name => name, name => DispatchPolicies.Create(name, seeds.Next()), StringComparer.Ordinal);

    public IDetectors For(CameraDefinition camera, bool isLive) =>
        new Dispatched(camera, isLive, detectors, hub, _policies[camera.Dispatch.Length > 0 ? camera.Dispatch : hub.Options.Policy]);

    private sealed class Dispatched(CameraDefinition camera, bool isLive, IDetectors detectors, WorkerHub hub, IDispatchPolicy policy) : IDetectors
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        /// <summary>While a cluster starts, a silo that has the model may only be about to join: a no must stand for so long.</summary>
        private static readonly TimeSpan Firm = TimeSpan.FromSeconds(3);

        public IOpenDetector Open(string name) => name == IDetectors.Motion
            ? detectors.Open(name)
            : throw new NotSupportedException("What runs elsewhere is opened by OpenAsync.");

        public async ValueTask<IOpenDetector> OpenAsync(string name, CancellationToken cancellationToken)
        {
            if (name == IDetectors.Motion)
            {
                return detectors.Open(name);
            }

            hub.Want(name, camera.Region, 1);
            try
            {
                return await WaitAsync(name, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                hub.Want(name, camera.Region, -1);
                throw;
            }
        }

        public DetectorFact FactOf(string name) => detectors.FactOf(name);

        private async Task<IOpenDetector> WaitAsync(string model, CancellationToken cancellationToken)
        {
            var start = hub.Time.GetTimestamp();
            var board = hub.Board;
            long? refusedAt = null;
            while (true)
            {
                var ability = board.Workers
                    .Where(worker => InferenceGrain.ModelOf(worker.Id) == model && worker.State is "ready" or "busy")
                    .Select(worker => worker.Beat?.Ability).FirstOrDefault(ability => ability is not null);
                if (ability is not null)
                {
                    return new OpenWorkers(camera, isLive, model, ability, hub, policy);
                }

                refusedAt = board.Why.ContainsKey(model) ? refusedAt ?? hub.Time.GetTimestamp() : null;
                if (hub.Time.GetElapsedTime(start) >= Patience || (refusedAt is { } at && hub.Time.GetElapsedTime(at) >= Firm))
                {
                    throw new ModelException(Text(board.Why.GetValueOrDefault(model)));
                }

                try
                {
                    board = await hub.NextBoardAsync().WaitAsync(Patience, hub.Time, cancellationToken).ConfigureAwait(false);
                }
                catch (TimeoutException exception)
                {
                    throw new ModelException(Text("The registry of workers does not answer."), exception);
                }
            }

            string Text(string? reason) => $"No silo can run the model '{model}'. {reason ?? $"None was ready within {Patience.TotalSeconds} s."}";
        }
    }
}

internal sealed class OpenWorkers(CameraDefinition camera, bool isLive, string model, WorkerAbility ability, WorkerHub hub, IDispatchPolicy policy) : IOpenDetector
{
    private int _isClosed;

    public PictureSize Picture => new(ability.Width, ability.Height);

    public IObjectDetector Create(FrameLayout layout) =>
        new DispatchedDetector(camera, model, ability, isLive, hub, policy);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            hub.Want(model, camera.Region, -1);
        }
    }
}
