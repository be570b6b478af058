namespace Orleans.Camera.Core.Dispatch;

/// <summary>Keeps pictures from workers that fail, as one silo sees them. Thread safe.</summary>
public interface IWorkerQuarantine
{
    /// <summary>Whether pictures should go elsewhere. False too when it is time to try the worker with one.</summary>
    bool IsQuarantined(string worker);

    /// <summary>Calls a worker and remembers how that went: <see cref="CallFault.Worker"/>, <see cref="CallFault.Late"/> and slow answers count against it.</summary>
    /// <param name="ask">Makes the call. Its exception reaches the caller unchanged.</param>
    /// <param name="faultOf">What an exception of the call means.</param>
    /// <exception cref="WorkerQuarantinedException">The worker is quarantined and was not called.</exception>
    ValueTask<T> CallAsync<T>(
        string worker, Func<CancellationToken, ValueTask<T>> ask, Func<Exception, CallFault> faultOf, CancellationToken cancellationToken);

    /// <summary>Forgets a worker that is no more.</summary>
    void Forget(string worker);
}
