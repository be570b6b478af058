namespace Orleans.Runtime;

/// <summary>Where grains are active. At most one address of a grain is registered; the first comer wins.</summary>
internal interface IGrainDirectory
{
    ValueTask<GrainAddress?> LookupAsync(GrainId id);

    /// <summary>Registers, and takes the place of <paramref name="previous"/> if that is the one there.</summary>
    /// <returns>The address that is registered now: another one where the grain is active elsewhere.</returns>
    ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous);

    /// <summary>Removes the address, if it is still the one there.</summary>
    ValueTask UnregisterAsync(GrainAddress address);
}

/// <summary>The table of silos.</summary>
internal interface IMembershipTable : IClusterMembershipService
{
    ValueTask SetAsync(ClusterMember member, CancellationToken cancellation);
}

/// <summary>Carries requests between silos. Cancelling a request cancels it on the other side.</summary>
internal interface ITransport
{
    /// <exception cref="SiloUnavailableException">The silo is not there, or went away.</exception>
    Task<ReadOnlyMemory<byte>> RequestAsync(SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation);

    /// <summary>Makes this process answer requests to the address, until the result is disposed.</summary>
    IDisposable Listen(SiloAddress address, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ReadOnlyMemory<byte>>> answer);
}
