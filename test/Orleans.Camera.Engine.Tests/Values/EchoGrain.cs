using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Values;

/// <summary>Gives back, and says, what arrived.</summary>
public interface IEchoGrain : IGrainWithStringKey
{
    Task<object?> EchoAsync(object? value);

    Task<SiloAddress> GetSiloAsync();

    /// <summary>Whether the grain got the very object that the test holds.</summary>
    Task<bool> IsSameAsync(Mutable value);

    Task<bool> IsSameImmutableParameterAsync([Immutable] Mutable value);

    Task<bool> IsSameImmutableTypeAsync(Frozen value);

    Task<bool> AreOneAsync(Mutable first, Mutable second);

    /// <summary>Keeps the result of the call, so that the test sees whether it got the kept object.</summary>
    Task<Mutable> KeepAndReturnAsync();

    Task<int> GetKeptAsync();

    Task<string> GetNameThroughAsync(IEchoGrain other);

    [ReadOnly]
    Task<string> GetNameAsync();

    Task<IEchoGrain> GetSelfAsync();
}

/// <summary>One of its parameters may not travel.</summary>
public interface IUnmarkedGrain : IGrainWithStringKey
{
    Task<int> CountAsync(Unmarked value);

    Task<int> GetOneAsync();
}

public sealed class UnmarkedGrain : Grain, IUnmarkedGrain
{
    public Task<int> CountAsync(Unmarked value) => Task.FromResult(value.Number);

    public Task<int> GetOneAsync() => Task.FromResult(1);
}

[PreferLocalPlacement]
public sealed class EchoGrain : Grain, IEchoGrain
{
    private readonly Mutable _kept = new() { Number = 1 };

    public static object? Sent { get; set; }

    public Task<object?> EchoAsync(object? value) => Task.FromResult(value);

    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);

    public Task<bool> IsSameAsync(Mutable value) => Task.FromResult(ReferenceEquals(Sent, value));

    public Task<bool> IsSameImmutableParameterAsync(Mutable value) => Task.FromResult(ReferenceEquals(Sent, value));

    public Task<bool> IsSameImmutableTypeAsync(Frozen value) => Task.FromResult(ReferenceEquals(Sent, value));

    public Task<bool> AreOneAsync(Mutable first, Mutable second) => Task.FromResult(ReferenceEquals(first, second));

    public Task<Mutable> KeepAndReturnAsync() => Task.FromResult(_kept);

    public Task<int> GetKeptAsync() => Task.FromResult(_kept.Number);

    public Task<string> GetNameThroughAsync(IEchoGrain other) => other.GetNameAsync();

    public Task<string> GetNameAsync() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<IEchoGrain> GetSelfAsync() => Task.FromResult(this.AsReference<IEchoGrain>());
}

[GenerateSerializer, Alias("engine-tests.Mutable")]
public class Mutable
{
    [Id(0)]
    public int Number { get; set; }

    /// <summary>Has no number, so it stays behind.</summary>
    public int NotNumbered { get; set; }

    [Id(1)]
    public Mutable? Next { get; set; }
}

[GenerateSerializer]
public sealed class Derived : Mutable
{
    /// <summary>Numbers count anew in each class.</summary>
    [Id(0)]
    public string? Text { get; set; }
}

[GenerateSerializer, Immutable]
public sealed class Frozen
{
    [Id(0)]
    public int Number { get; init; }
}

[GenerateSerializer]
public sealed record Settings
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public ImmutableArray<int> Numbers { get; init; } = [];

    [Id(2)]
    public DateTimeOffset At { get; init; }

    [Id(3)]
    public Level Level { get; init; }

    [Id(4)]
    public double? Share { get; init; }
}

[GenerateSerializer]
public sealed record Positional(int Number, string Text);

[GenerateSerializer]
public readonly record struct Point([property: Id(0)] float X, [property: Id(1)] float Y);

[GenerateSerializer]
public enum Level : byte
{
    Low = 1,
    High = 2,
}

/// <summary>Lacks [GenerateSerializer].</summary>
public sealed class Unmarked
{
    public int Number { get; set; }
}
