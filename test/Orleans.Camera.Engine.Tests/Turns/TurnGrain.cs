using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Concurrency;

namespace Orleans.Camera.Engine.Tests.Turns;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Adds one to a field in many steps; the sum is right only if turns never overlap.</summary>
    Task AddSlowlyAsync();

    [AlwaysInterleave]
    Task<int> GetSumAsync();

    /// <summary>Writes "in NAME", waits at the gate NAME, writes "out NAME".</summary>
    Task EnterAsync(string name);

    [AlwaysInterleave]
    Task EnterBesideAsync(string name);

    [ReadOnly]
    Task EnterReadingAsync(string name);

    [OneWay]
    Task EnterOneWayAsync(string name);

    [OneWay]
    Task FailOneWayAsync();

    Task<string> WhereAmIAsync();

    Task<string> TouchStateAfterAsync(string how);
}

/// <summary>The same contract for a reentrant class.</summary>
public interface IReentrantTurnGrain : IGrainWithStringKey
{
    Task EnterAsync(string name);

    Task AddSlowlyAsync();

    Task<int> GetSumAsync();
}

public sealed class TurnGrain(Journal journal, [Runtime.PersistentState("turn", "test")] Runtime.IPersistentState<TurnState> state)
    : Grain, ITurnGrain
{
    private int _sum;

    public async Task AddSlowlyAsync()
    {
        var before = _sum;
        await Task.Yield();
        _sum = before + 1;
    }

    public Task<int> GetSumAsync() => Task.FromResult(_sum);

    public Task EnterAsync(string name) => PassAsync(name);

    public Task EnterBesideAsync(string name) => PassAsync(name);

    public Task EnterReadingAsync(string name) => PassAsync(name);

    public Task EnterOneWayAsync(string name) => PassAsync(name);

    public Task FailOneWayAsync() => throw new InvalidOperationException("nobody hears this");

    public async Task<string> WhereAmIAsync()
    {
        var own = TaskScheduler.Current;
        await Task.Yield();
        var afterAwait = ReferenceEquals(own, TaskScheduler.Current);
        var inTaskRun = await Task.Run(() => ReferenceEquals(own, TaskScheduler.Current));
        var inStartNew = await Task.Factory.StartNew(() => ReferenceEquals(own, TaskScheduler.Current));
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var afterConfigureAwait = ReferenceEquals(own, TaskScheduler.Current);
        return $"default={ReferenceEquals(own, TaskScheduler.Default)} await={afterAwait} Task.Run={inTaskRun} " +
            $"StartNew={inStartNew} ConfigureAwait(false)={afterConfigureAwait}";
    }

    public async Task<string> TouchStateAfterAsync(string how)
    {
        if (how == "Task.Run")
        {
            return await Task.Run(Touch);
        }

        if (how == "ConfigureAwait(false)")
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return Touch();
    }

    private string Touch()
    {
        try
        {
            state.State.Number++;
            return "touched";
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }

    private async Task PassAsync(string name)
    {
        var key = this.GetPrimaryKeyString();
        journal.Write(key, $"in {name}");
        await journal.Gate($"{key} {name}");
        journal.Write(key, $"out {name}");
    }
}

[Reentrant]
public sealed class ReentrantTurnGrain(Journal journal) : Grain, IReentrantTurnGrain
{
    private int _sum;

    public async Task EnterAsync(string name)
    {
        var key = this.GetPrimaryKeyString();
        journal.Write(key, $"in {name}");
        await journal.Gate($"{key} {name}");
        journal.Write(key, $"out {name}");
    }

    public async Task AddSlowlyAsync()
    {
        await Task.Yield();
        var before = _sum;
        Thread.SpinWait(1000);
        _sum = before + 1;
    }

    public Task<int> GetSumAsync() => Task.FromResult(_sum);
}

[GenerateSerializer]
public sealed class TurnState
{
    [Id(0)]
    public int Number { get; set; }
}
