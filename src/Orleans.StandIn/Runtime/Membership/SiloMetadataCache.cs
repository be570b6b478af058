using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Runtime;

/// <summary>Asks every silo that joins what it says of itself, again until it answers or is dead.</summary>
internal sealed class SiloMetadataCache(Silo silo, IOptions<SiloMetadata> own) : ISiloMetadataCache, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<SiloAddress, Task<SiloMetadata>> _asked = new();
    private readonly CancellationTokenSource _end = new();

    public SiloMetadata GetSiloMetadata(SiloAddress siloAddress) =>
        siloAddress.Equals(silo.Address) ? own.Value :
        _asked.TryGetValue(siloAddress, out var asked) && asked.IsCompletedSuccessfully ? asked.Result : SiloMetadata.Empty;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        "metadata",
        ServiceLifecycleStage.RuntimeServices,
        _ =>
        {
            FollowAsync().Ignore();
            return Task.CompletedTask;
        },
        _ => _end.CancelAsync());

    private async Task FollowAsync()
    {
        await foreach (var _ in silo.Membership.MembershipUpdates.WithCancellation(_end.Token).ConfigureAwait(false))
        {
            foreach (var member in silo.Membership.View.Members.Where(member => member.IsProbed && !member.Address.Equals(silo.Address)))
            {
                _asked.GetOrAdd(member.Address, AskAsync).Ignore();
            }

            foreach (var gone in _asked.Keys.Where(known => silo.Membership.View.Find(known) is not { IsProbed: true }))
            {
                _asked.TryRemove(gone, out var _);
            }
        }
    }

    private async Task<SiloMetadata> AskAsync(SiloAddress other)
    {
        while (silo.Membership.View.Find(other) is { IsProbed: true })
        {
            try
            {
                return await silo.Peers.AskAsync<SiloMetadata>(other, new GetMetadata(), _end.Token).ConfigureAwait(false);
            }
            catch (OrleansException)
            {
                await Task.Delay(BetweenAttempts, silo.Time, _end.Token).ConfigureAwait(false);
            }
        }

        return SiloMetadata.Empty;
    }
}
