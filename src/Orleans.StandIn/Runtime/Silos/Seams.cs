namespace Orleans.Runtime;

/// <summary>Where grains are active. At most one address of a grain is registered; the first comer wins.</summary>
internal interface IGrainDirectory
{
    ValueTask<GrainAddress?> LookupAsync(GrainId id);

    /// <summary>Registers, and takes the place of <paramref name="previous"/> if that is the one there, or of a dead silo's.</summary>
    /// <returns>The address that is registered now: another one where the grain is active elsewhere.</returns>
    ValueTask<GrainAddress> RegisterAsync(GrainAddress address, GrainAddress? previous);

    /// <summary>Removes the address, if it is still the one there. Never throws: a stale entry does no harm.</summary>
    ValueTask UnregisterAsync(GrainAddress address);

    /// <summary>What was last looked up for the grain was wrong.</summary>
    void Forget(GrainId id);
}

/// <summary>The table of silos. Every change raises its version by one, and needs the version that it was made from.</summary>
internal interface IMembershipTable
{
    Task InitializeAsync(CancellationToken cancellation);

    Task<MembershipView> ReadAsync(CancellationToken cancellation);

    /// <summary>Inserts or changes one entry. False, and nothing done, where the version is no longer that one.</summary>
    Task<bool> WriteAsync(SiloEntry member, bool isNew, int version, CancellationToken cancellation);

    /// <summary>Sets when the silo was last alive, by its own word. Raises no version.</summary>
    Task TouchAsync(SiloAddress silo, DateTimeOffset alive, CancellationToken cancellation);

    /// <summary>Removes the entries of dead silos that were last alive before that.</summary>
    Task RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellation);
}

/// <summary>Answers a request. It is called in the order in which requests came, and never throws.</summary>
internal delegate Task<ReadOnlyMemory<byte>> Answer(ReadOnlyMemory<byte> request, CancellationToken cancellation);

/// <summary>Where the turns of grains wait, in place of the thread pool's own queue: a simulator chooses which one comes next.</summary>
internal sealed record TurnQueue(Action<IThreadPoolWorkItem> Add);

/// <summary>Carries requests between silos. Cancelling a request cancels it on the other side.</summary>
internal interface ITransport
{
    /// <exception cref="SiloUnavailableException">The silo is not there, or went away.</exception>
    Task<ReadOnlyMemory<byte>> RequestAsync(SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation);

    /// <summary>Makes this process answer requests to the address, until the result is disposed.</summary>
    Task<IAsyncDisposable> ListenAsync(SiloAddress address, Answer answer);

    /// <summary>The silo is dead: requests under way to it fail.</summary>
    void Drop(SiloAddress silo);

    /// <summary>How long ago anything came from the silo. Null where no connection to it is open.</summary>
    TimeSpan? Silence(SiloAddress silo);
}
