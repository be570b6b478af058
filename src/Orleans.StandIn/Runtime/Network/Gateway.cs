using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Asks for the grain classes of the cluster. A client asks it first.</summary>
[GenerateSerializer]
internal sealed record GetManifest;

/// <summary>A grain class and one of its interfaces, as clients need to know them.</summary>
[GenerateSerializer]
internal sealed record ManifestEntry(string Interface, string Class, GrainType GrainType);

/// <summary>
/// The clients of this silo, which may call any grain and ask for nothing else, and the way to the objects of all
/// clients and silos. Which silo a client is connected to is asked of all, and kept until it proves wrong.
/// </summary>
internal sealed class Gateway(Silo silo, Endpoints endpoints)
{
    private readonly ConcurrentDictionary<string, Connection> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<SiloAddress?>> _homes = new(StringComparer.Ordinal);

    public Task<IAsyncDisposable> ListenAsync(IPEndPoint endpoint) =>
        endpoints.ListenAsync(endpoint, silo.Address.ToParsableString(), Answering, ServeAsync);

    /// <summary>How many clients are connected.</summary>
    public int Clients => _clients.Count;

    public bool Has(string client) => _clients.ContainsKey(client);

    /// <summary>Calls an object wherever it is.</summary>
    public async Task<object?> CallObserverAsync(Call call)
    {
        var home = ObserverRegistry.HomeOf(call.Target);
        var isSilo = SiloAddress.TryParse(home, out var address);
        if (isSilo ? address!.Equals(silo.Address) : Has(home))
        {
            return await CallObserverHereAsync(call).ConfigureAwait(false);
        }

        if (isSilo)
        {
            return await silo.Peers.CallAsync(address!, call).ConfigureAwait(false);
        }

        for (var last = false; ; last = true)
        {
            try
            {
                return await (await BeginAsync(home, call).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OrleansException exception) when (exception is ClientNotAvailableException or { InnerException: ConnectionFailedException })
            {
                // Nobody was called. The client may have gone to another silo.
                _homes.TryRemove(home, out _);
                if (last)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Sends the call on its way. One after another for each client: none overtakes one that waits for the way.</summary>
    private async Task<Task<object?>> BeginAsync(string home, Call call)
    {
        var turn = _turns.GetOrAdd(home, static _ => new(1));
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var address = await _homes.GetOrAdd(home, FindAsync).ConfigureAwait(false);
            return address is null || silo.Membership.View.Find(address) is not { Status: SiloStatus.Active or SiloStatus.ShuttingDown }
                ? throw new ClientNotAvailableException(call.Target)
                : silo.Peers.CallAsync(address, call);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Calls an object of this silo, or of a client that is connected to it.</summary>
    public async Task<object?> CallObserverHereAsync(Call call)
    {
        if (!_clients.TryGetValue(ObserverRegistry.HomeOf(call.Target), out var client))
        {
            return await silo.Observers.CallAsync(call).ConfigureAwait(false);
        }

        var answer = await client.RequestAsync(silo.Format.Write(call), call.Token).ConfigureAwait(false);
        return silo.Format.ReadAnswer(answer, call.Method.ResultType);
    }

    private async Task<SiloAddress?> FindAsync(string client) =>
        (await silo.Peers.AskAllAsync<bool>(new FindClient(client), static has => has).ConfigureAwait(false))?.Silo;

    /// <summary>Who calls is what the client named itself, whatever it writes.</summary>
    private Answer Answering(string client)
    {
        var source = GrainId.Create(ObserverRegistry.Type, Guid.ParseExact(client, "N").ToString("N"));
        return (request, cancellation) => silo.Format.AnswerAsync(async () =>
        {
            var reader = silo.Format.Reader(request);
            switch (reader.Raw<RequestKind>())
            {
                case RequestKind.Call:
                    var call = silo.Format.ReadCall(reader, source, cancellation);
                    return (await silo.Router.SendAsync(call).ConfigureAwait(false), call.Method.ResultType);
                case RequestKind.Question when reader.Value(typeof(object)) is GetManifest:
                    return (silo.Classes.Manifest(silo.Codecs.Names), typeof(ImmutableArray<ManifestEntry>));
                default:
                    throw new SerializerException("A client may only call.");
            }
        });
    }

    private async Task ServeAsync(Connection connection)
    {
        silo.Log.ClientConnected(connection.Peer);
        _clients[connection.Peer] = connection;
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _clients.TryRemove(new(connection.Peer, connection));
            silo.Log.ClientGone(connection.Peer);
        }
    }
}
