using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// Probes other silos and votes against those that miss too many in a row. The last probe goes through a third silo,
/// where there is one: if that cannot reach it either, its vote comes along.
/// </summary>
internal sealed class Prober(Silo silo, ITransport transport, ClusterMembershipOptions options)
{
    private TimeSpan Limit => options.ProbeTimeout < options.MaxProbeTimeout ? options.ProbeTimeout : options.MaxProbeTimeout;

    /// <summary>Follows the membership: one loop for each silo that is to be watched.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var watched = new Dictionary<SiloAddress, CancellationTokenSource>();
        await foreach (var _ in silo.Membership.MembershipUpdates.WithCancellation(end).ConfigureAwait(false))
        {
            var wanted = ToWatch(silo.Membership.View);
            foreach (var gone in watched.Keys.Except(wanted).ToArray())
            {
                await watched[gone].CancelAsync().ConfigureAwait(false);
                watched.Remove(gone);
            }

            foreach (var target in wanted.Where(target => !watched.ContainsKey(target)))
            {
                watched[target] = CancellationTokenSource.CreateLinkedTokenSource(end);
                WatchAsync(target, watched[target].Token).Ignore();
            }
        }
    }

    /// <summary>Whether the silo answers a probe in time.</summary>
    public async Task<bool> ReachesAsync(SiloAddress target, TimeSpan limit, CancellationToken cancellation) =>
        await AskAsync<MembershipView?>(target, new Probe(silo.Membership.View.Version), limit, cancellation).ConfigureAwait(false) is { } answer &&
        Learn(answer.Value);

    /// <summary>The next ones on a ring, so that every silo is watched by as many, and those that others suspect.</summary>
    private HashSet<SiloAddress> ToWatch(MembershipView view)
    {
        var ring = view.Members.Where(member => member.IsProbed).OrderBy(member => Place(member.Address)).ToList();
        var self = ring.FindIndex(member => member.Address.Equals(silo.Address));
        return
        [
            .. ring.Skip(self + 1).Concat(ring.Take(Math.Max(0, self))).Take(options.NumProbedSilos).Select(member => member.Address),
            .. ring.Where(member => silo.Membership.FreshVotes(member) > 0 && !member.Address.Equals(silo.Address))
                .Select(member => member.Address),
        ];
    }

    private static uint Place(SiloAddress address) => IdSpan.Create(address.ToParsableString()).GetUniformHashCode();

    private async Task WatchAsync(SiloAddress target, CancellationToken end)
    {
        var missed = 0;
        while (true)
        {
            var began = silo.Time.GetTimestamp();
            var last = missed + 1 >= options.NumMissedProbesLimit;
            var witness = last && options.EnableIndirectProbes ? Witness(target) : null;
            var answer = witness is null ? null : await ThroughAsync(witness, target, end).ConfigureAwait(false);
            witness = answer is null ? null : witness;
            missed = answer ?? await ReachesAsync(target, Limit, end).ConfigureAwait(false) ? 0 : missed + 1;
            if (missed >= options.NumMissedProbesLimit && !IsHeard(target))
            {
                await SuspectAsync(target, witness, end).ConfigureAwait(false);
            }

            var rest = options.MinProbeTimeout - silo.Time.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, silo.Time, end).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A third silo, by the clock: another one each time.</summary>
    private SiloAddress? Witness(SiloAddress target)
    {
        var others = silo.Membership.View.Active.Where(other => !other.Equals(target) && !other.Equals(silo.Address)).Order().ToArray();
        return others.Length == 0 ? null : others[(int)(silo.Time.GetTimestamp() % others.Length)];
    }

    /// <summary>Null where the third silo itself does not answer.</summary>
    private async Task<bool?> ThroughAsync(SiloAddress witness, SiloAddress target, CancellationToken end)
    {
        var question = new ProbeForMe(target, Limit);
        var answer = await AskAsync<bool>(witness, question, Limit * 2, end).ConfigureAwait(false);
        return answer is { } known ? known.Value : null;
    }

    private bool IsHeard(SiloAddress target) => options.EnableConnectionLivenessCheck &&
        transport.Silence(target) is { } silence && silence < options.MaxProbeTimeout * options.NumMissedProbesLimit;

    private async Task SuspectAsync(SiloAddress target, SiloAddress? witness, CancellationToken end)
    {
        try
        {
            await silo.Membership.SuspectAsync(target, witness, end).ConfigureAwait(false);
        }
        catch (Exception exception) when (!end.IsCancellationRequested)
        {
            // The table is away: the next missed probe tries again.
            silo.Log.TableFailed(exception);
        }
    }

    private bool Learn(MembershipView? later)
    {
        if (later is not null)
        {
            silo.Membership.Publish(later);
        }

        return true;
    }

    /// <summary>Null where no answer came in time.</summary>
    private async Task<Answered<T>?> AskAsync<T>(SiloAddress target, object question, TimeSpan limit, CancellationToken end)
    {
        end.ThrowIfCancellationRequested();
        using var source = new CancellationTokenSource(limit, silo.Time);
        try
        {
            return new(await silo.Peers.AskAsync<T>(target, question, source.Token).WaitAsync(source.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (!end.IsCancellationRequested)
        {
            silo.Log.ProbeMissed(target, exception.Message);
            return null;
        }
    }

    private sealed record Answered<T>(T Value);
}
