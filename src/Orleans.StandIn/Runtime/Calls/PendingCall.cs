using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>A call that waits for, or has, the turn of its grain.</summary>
internal sealed class PendingCall(Call call) : WorkItem
{
    /// <summary>Stands for a result where the call must go to another activation.</summary>
    public static readonly object Rerouted = new();

    private readonly TaskCompletionSource<object?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool Interleaves => call.Method.AlwaysInterleaves;

    public override bool IsReadOnly => call.Method.IsReadOnly;

    public Task<object?> Result => _result.Task;

    public override async Task RunAsync(Activation activation)
    {
        RequestContext.Import(call.Context);
        try
        {
            var result = await new IncomingCall(call, activation).RunAsync().ConfigureAwait(true);
            _result.TrySetResult(call.Method.IsResultShared ? result : activation.Silo.Codecs.Copy(result));
        }
        catch (Exception exception)
        {
            if (exception is InconsistentStateException { IsSourceActivation: true } inconsistent)
            {
                // The state in memory is not the stored one: this activation must not answer again.
                inconsistent.IsSourceActivation = false;
                activation.Deactivate(new(DeactivationReasonCode.ApplicationError, exception, "The stored state is another one."));
            }

            if (call.Method.IsOneWay)
            {
                activation.Silo.Log.OneWayFailed(exception, call.Target);
            }

            Refuse(exception);
        }
    }

    public override void Reroute() => _result.TrySetResult(Rerouted);

    public override void Refuse(Exception exception) => _result.TrySetException(exception);
}
