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
            return await silo.Gateway.CallObserverAsync(call).ConfigureAwait(false);
        }

        for (var forwards = 0; forwards < MaxForwards; forwards++)
        {
            var target = await LocateAsync(call).ConfigureAwait(false);
            var result = await SendToAsync(target, call).ConfigureAwait(false);
            if (!ReferenceEquals(result, PendingCall.Rerouted))
            {
                return result;
            }

            silo.Directory.Forget(call.Target);
        }

        throw new OrleansMessageRejectionException($"{call} was forwarded {MaxForwards} times and found no activation.");
    }

    private async Task<object?> SendToAsync(SiloAddress target, Call call)
    {
        if (target.Equals(silo.Address))
        {
            return await silo.Catalog.CallAsync(call).ConfigureAwait(false);
        }

        try
        {
            return await silo.Peers.CallAsync(target, call).ConfigureAwait(false);
        }
        catch (SiloUnavailableException)
        {
            silo.Directory.Forget(call.Target);
            throw;
        }
    }

    private async Task<SiloAddress> LocateAsync(Call call)
    {
        if (silo.Catalog.Find(call.Target) is not null)
        {
            return silo.Address;
        }

        if ((await silo.Directory.LookupAsync(call.Target).ConfigureAwait(false))?.SiloAddress is { } address)
        {
            if (silo.Membership.View.Find(address) is null)
            {
                // It may have joined since the table was read.
                await silo.Membership.RefreshAsync(call.Token).ConfigureAwait(false);
            }

            if (silo.Membership.View.Find(address) is { Status: SiloStatus.Active or SiloStatus.ShuttingDown })
            {
                return address;
            }

            silo.Directory.Forget(call.Target);
        }

        // Directors and filters are the application's: they must not run in the caller's turn.
        return await Task.Run(() => silo.Placement.ChooseAsync(call.Target, silo.Classes.Of(call.Target.Type), call.Context ?? []))
            .ConfigureAwait(false);
    }
}
