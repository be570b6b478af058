using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Calls;

public interface ICallGrain : IGrainWithStringKey
{
    /// <summary>Calls the other grain, which calls this one back, which waits for itself.</summary>
    Task<string> CallInCircleAsync(ICallGrain other);

    Task CallBackAsync(ICallGrain first);

    [ResponseTimeout("00:00:00.3")]
    Task PingAsync();

    [ResponseTimeout("00:00:00.3")]
    Task OutliveTheCallerAsync(CancellationToken cancellationToken);

    Task WaitForTokenAsync(CancellationToken cancellationToken);

    Task<string?> GetContextAsync(string name);

    /// <summary>What the next grain sees, and what is left here afterwards.</summary>
    Task<string> PassContextOnAsync(ICallGrain further);

    Task<string> SetContextAsync(string name, string value);

    Task<int> AddAsync(int first, int second);
}

[PreferLocalPlacement]
public sealed class CallGrain(Journal journal) : Grain, ICallGrain, IIncomingGrainCallFilter
{
    private string Key => this.GetPrimaryKeyString();

    public async Task<string> CallInCircleAsync(ICallGrain other)
    {
        try
        {
            await other.CallBackAsync(this.AsReference<ICallGrain>());
            return "no time-out";
        }
        catch (TimeoutException)
        {
            return "time-out";
        }
    }

    public Task CallBackAsync(ICallGrain first) => first.PingAsync();

    public Task PingAsync() => Task.CompletedTask;

    public async Task OutliveTheCallerAsync(CancellationToken cancellationToken)
    {
        await journal.Gate($"{Key} outlive");
        journal.Write(Key, $"cancelled {cancellationToken.IsCancellationRequested}");
    }

    public async Task WaitForTokenAsync(CancellationToken cancellationToken)
    {
        journal.Write(Key, "waits");
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        journal.Write(Key, "token came");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<string?> GetContextAsync(string name) => Task.FromResult(RequestContext.Get(name) as string);

    public async Task<string> PassContextOnAsync(ICallGrain further)
    {
        RequestContext.Set("inner", "from the grain");
        var seen = $"{await further.GetContextAsync("outer")}, {await further.GetContextAsync("inner")}";
        await further.SetContextAsync("outer", "changed below");
        return $"{seen}, {RequestContext.Get("outer")}";
    }

    public Task<string> SetContextAsync(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.FromResult(value);
    }

    public Task<int> AddAsync(int first, int second) => Task.FromResult(first + second);

    /// <summary>The grain filters its own calls, after the silo's filters.</summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(AddAsync))
        {
            journal.Write(Key, "grain before");
        }

        await context.Invoke();
        if (context.MethodName == nameof(AddAsync))
        {
            journal.Write(Key, $"grain after {context.Result}");
        }
    }
}
