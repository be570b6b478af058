using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>Chooses the worker for one picture.</summary>
/// <remarks>
/// A policy only ever chooses a worker whose <see cref="WorkerView.FitFor"/> says that it fits. It is asked for every picture:
/// it is thread safe, never waits and allocates nothing. Two of one seed that are asked the same choose the same.
/// </remarks>
public interface IDispatchPolicy
{
    /// <summary>Its name in the configuration, one of <see cref="DispatchPolicies.Names"/>.</summary>
    string Name { get; }

    /// <param name="workers">The workers as last seen.</param>
    /// <param name="request">What the picture asks for.</param>
    /// <returns>The worker; null where none takes it now (<see cref="WorkerSnapshot.WhyNone"/> says why).</returns>
    WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request);
}
