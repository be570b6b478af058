using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Cluster;

/// <summary>Says where it is.</summary>
public interface IWhereGrain : IGrainWithStringKey
{
    Task<SiloAddress> GetSiloAsync();
}

[RandomPlacement]
public sealed class WhereGrain : Grain, IWhereGrain
{
    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);
}
