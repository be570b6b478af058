using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>
/// Requests between processes: one connection for each silo that is called, made at the first call and again after it
/// broke. Calls the other way come in on a connection that the other silo makes.
/// </summary>
internal sealed class NetworkTransport(Endpoints endpoints, IOptions<EndpointOptions> options) : ITransport
{
    private readonly ConcurrentDictionary<SiloAddress, Line> _lines = new();
    private readonly Endpoints _endpoints = endpoints;
    private string _self = "";

    public async Task<ReadOnlyMemory<byte>> RequestAsync(
        SiloAddress target, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        var line = _lines.GetOrAdd(target, silo => new(silo, this));
        var connection = await line.Connection.WaitAsync(cancellation).ConfigureAwait(false);
        return await connection.RequestAsync(request, cancellation).ConfigureAwait(false);
    }

    public Task<IAsyncDisposable> ListenAsync(SiloAddress address, Answer answer)
    {
        _self = address.ToParsableString();
        return _endpoints.ListenAsync(
            options.Value.SiloListeningEndpoint ?? address.Endpoint, _self, _ => answer, connection => connection.RunAsync());
    }

    public void Drop(SiloAddress silo)
    {
        if (_lines.TryRemove(silo, out var line))
        {
            line.Drop();
        }
    }

    public TimeSpan? Silence(SiloAddress silo) =>
        _lines.TryGetValue(silo, out var line) && line.Connection.IsCompletedSuccessfully ? line.Connection.Result.Silence : null;

    private static Task<ReadOnlyMemory<byte>> NothingToAsk(ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        throw new InvalidOperationException("A silo asks on a connection of its own.");

    /// <summary>The way to one silo, from the first attempt to connect until it breaks.</summary>
    private sealed class Line
    {
        private readonly CancellationTokenSource _dropped = new();
        private readonly Lazy<Task<Connection>> _connection;

        public Line(SiloAddress target, NetworkTransport transport) => _connection = new(() => ConnectAsync(target, transport));

        public Task<Connection> Connection => _connection.Value;

        public void Drop()
        {
            _dropped.CancelAsync().Ignore();
            if (Connection.IsCompletedSuccessfully)
            {
                Connection.Result.Close(new OrleansException("The silo was declared dead."));
            }
        }

        private async Task<Connection> ConnectAsync(SiloAddress target, NetworkTransport transport)
        {
            try
            {
                var connection = await transport._endpoints.ConnectAsync(target.Endpoint, transport._self, NothingToAsk, _dropped.Token).ConfigureAwait(false);
                if (connection.Peer != target.ToParsableString())
                {
                    connection.Close(new OrleansException("Another silo is there."));
                    throw new ConnectionFailedException($"At {target.Endpoint} is {connection.Peer}.");
                }

                RunAsync(connection, target, transport).Ignore();
                return connection;
            }
            catch (ConnectionFailedException exception)
            {
                transport._lines.TryRemove(new(target, this));
                throw new SiloUnavailableException($"The silo {target} cannot be reached: {exception.Message}", exception);
            }
        }

        private async Task RunAsync(Connection connection, SiloAddress target, NetworkTransport transport)
        {
            await connection.RunAsync().ConfigureAwait(false);
            transport._lines.TryRemove(new(target, this));
        }
    }
}
