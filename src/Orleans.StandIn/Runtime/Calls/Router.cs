namespace Orleans.Runtime;

/// <summary>Finds or chooses the silo of a grain and sends the call there, again where the activation has just ended.</summary>
internal sealed class Router(Silo silo)
{
    /// <summary>An activation can end, or lose its directory entry, between look-up and arrival; not for ever.</summary>
    private const int MaxForwards = 10;

    public async Task<object?> SendAsync(Call call)
    {
        if (ObserverRegistry.IsObserver(call.Target))
        {
            var home = ObserverRegistry.HomeOf(call.Target);
            return home.Equals(silo.Address)
                ? await silo.Observers.CallAsync(call).ConfigureAwait(false)
                : await silo.Peers.CallAsync(home, call).ConfigureAwait(false);
        }

        for (var forwards = 0; forwards < MaxForwards; forwards++)
        {
            var target = await LocateAsync(call).ConfigureAwait(false);
            var result = target.Equals(silo.Address)
                ? await silo.Catalog.CallAsync(call).ConfigureAwait(false)
                : await silo.Peers.CallAsync(target, call).ConfigureAwait(false);
            if (!ReferenceEquals(result, PendingCall.Rerouted))
            {
                return result;
            }
        }

        throw new OrleansMessageRejectionException($"{call} was forwarded {MaxForwards} times and found no activation.");
    }

    private async Task<SiloAddress> LocateAsync(Call call)
    {
        var known = await silo.Directory.LookupAsync(call.Target).ConfigureAwait(false);
        if (known?.SiloAddress is { } address &&
            silo.Membership.CurrentSnapshot.GetSiloStatus(address) is SiloStatus.Active or SiloStatus.ShuttingDown)
        {
            return address;
        }

        // Directors and filters are the application's: they must not run in the caller's turn.
        return await Task.Run(() => silo.Placement.ChooseAsync(call.Target, silo.Classes.Of(call.Target.Type), call.Context ?? []))
            .ConfigureAwait(false);
    }
}
