using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>One silo says that another one is dead.</summary>
[GenerateSerializer, Immutable]
internal sealed record Vote(SiloAddress By, DateTimeOffset At);

/// <summary>One silo, as the table has it.</summary>
/// <param name="AliveAt">When it last wrote that it is alive.</param>
[GenerateSerializer, Immutable]
internal sealed record SiloEntry(
    SiloAddress Address,
    string Name,
    SiloStatus Status,
    int GatewayPort,
    DateTimeOffset Started,
    DateTimeOffset AliveAt,
    ImmutableArray<Vote> Votes)
{
    public bool IsProbed => Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;

    /// <summary>The same with one more vote, which takes the place of an older one of the same silo.</summary>
    public SiloEntry With(Vote vote) => this with { Votes = Votes.RemoveAll(other => other.By.Equals(vote.By)).Add(vote) };
}

/// <summary>The whole table at one version.</summary>
[GenerateSerializer, Immutable]
internal sealed record MembershipView(int Version, ImmutableArray<SiloEntry> Members)
{
    public static MembershipView None { get; } = new(-1, []);

    public SiloEntry? Find(SiloAddress silo) => Members.FirstOrDefault(member => member.Address.Equals(silo));

    public IEnumerable<SiloAddress> Active =>
        Members.Where(member => member.Status == SiloStatus.Active).Select(member => member.Address);

    /// <summary>The next version, with one entry more or changed.</summary>
    public MembershipView With(SiloEntry changed) =>
        new(Version + 1, Members.RemoveAll(member => member.Address.Equals(changed.Address)).Add(changed));

    public ClusterMembershipSnapshot ToSnapshot() => new(
        Members.ToImmutableDictionary(member => member.Address, member => new ClusterMember(member.Address, member.Status, member.Name)),
        new(Version < 0 ? long.MinValue : Version));
}
