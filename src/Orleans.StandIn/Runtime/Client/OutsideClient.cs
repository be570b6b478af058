using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>
/// A client in a process without a silo. It is connected to one gateway at a time, and goes to another one when that
/// breaks, or is no longer in the list. Calls under way through it then fail; they are never sent twice.
/// </summary>
internal sealed class OutsideClient : IHostedService
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);
    private readonly string _id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private readonly Endpoints _endpoints;
    private readonly IGatewayList _gateways;
    private readonly TimeProvider _time;
    private readonly TimeSpan _refresh;
    private readonly ILogger _log;
    private readonly CallFormat _format;
    private readonly ObserverRegistry _observers;
    private readonly Codecs _codecs;
    private readonly CancellationTokenSource _end = new();
    private FrozenDictionary<string, ManifestEntry[]> _manifest = FrozenDictionary<string, ManifestEntry[]>.Empty;
    private volatile Link? _link;
    private volatile IPEndPoint[] _known = [];
    private Task _staying = Task.CompletedTask;

    public OutsideClient(
        IServiceProvider services,
        Endpoints endpoints,
        IGatewayList gateways,
        TimeProvider time,
        IOptions<GatewayOptions> options,
        IOptions<ClientMessagingOptions> messaging,
        ILoggerFactory logs)
    {
        _endpoints = endpoints;
        _gateways = gateways;
        _time = time;
        _refresh = options.Value.GatewayListRefreshPeriod;
        _log = logs.CreateLogger("Orleans.StandIn");
        _codecs = new(new TypeNames(GrainClasses.Application()));
        var methods = new GrainMethods(_codecs);
        _format = new(_codecs, methods);
        _observers = new(_id, _codecs);
        var filters = services.GetServices<IOutgoingGrainCallFilter>().ToArray();
        _codecs.Caller = new(_codecs, methods, SendAsync, time, messaging.Value.ResponseTimeout, filters);
        Factory = new(services, _codecs.Caller, _observers, Implementing);
    }

    public ClusterClient Factory { get; }

    /// <exception cref="ConnectionFailedException">No gateway can be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        _staying = StayConnectedAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _link?.Connection.Close(new OrleansException("The client stops."));
        await _staying.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<object?> SendAsync(Call call)
    {
        if (ObserverRegistry.IsObserver(call.Target) && ObserverRegistry.HomeOf(call.Target) == _id)
        {
            return await _observers.CallAsync(call).ConfigureAwait(false);
        }

        var link = _link ?? throw new SiloUnavailableException("This client is not connected to any gateway.");
        var answer = await link.Connection.RequestAsync(_format.Write(call), call.Token).ConfigureAwait(false);
        return _format.ReadAnswer(answer, call.Method.ResultType);
    }

    /// <summary>Grains call objects of this client.</summary>
    private Task<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        _format.AnswerAsync(async () =>
        {
            var reader = _format.Reader(request);
            reader.Raw<RequestKind>();
            var call = _format.ReadCall(reader, null, cancellation);
            return (await _observers.CallAsync(call).ConfigureAwait(false), call.Method.ResultType);
        });

    private GrainType Implementing(Type interfaceType, string? prefix)
    {
        var entries = _manifest.GetValueOrDefault(_codecs.Names.NameOf(interfaceType), [])
            .Where(entry => prefix is null || entry.Class.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        return entries switch
        {
            [var one] => one.GrainType,
            [] => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}.", nameof(interfaceType)),
            _ => throw new ArgumentException($"Unable to identify a single implementation of {interfaceType}.", nameof(interfaceType)),
        };
    }

    /// <summary>The gateways that were known last, then those of the list: it may be out of reach.</summary>
    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_known.Length == 0 || await TryConnectAsync(cancellation).ConfigureAwait(false) is not null)
        {
            _known = await _gateways.ReadAsync(cancellation).ConfigureAwait(false);
            var fault = await TryConnectAsync(cancellation).ConfigureAwait(false);
            if (fault is not null)
            {
                throw fault;
            }
        }
    }

    /// <summary>Tries one gateway after another, in an order of this client's own.</summary>
    private async Task<ConnectionFailedException?> TryConnectAsync(CancellationToken cancellation)
    {
        Exception? last = null;
        var start = _id.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
        var gateways = _known;
        for (var i = 0; i < gateways.Length; i++)
        {
            var gateway = gateways[(start + i) % gateways.Length];
            try
            {
                var connection = await _endpoints.ConnectAsync(gateway, _id, AnswerAsync, cancellation).ConfigureAwait(false);
                var running = connection.RunAsync();
                var answer = await connection.RequestAsync(_format.WriteQuestion(new GetManifest()), cancellation).ConfigureAwait(false);
                var entries = (ImmutableArray<ManifestEntry>)_format.ReadAnswer(answer, typeof(ImmutableArray<ManifestEntry>))!;
                _manifest = entries.GroupBy(entry => entry.Interface).ToFrozenDictionary(group => group.Key, group => group.ToArray());
                _link = new(gateway, connection, running);
                _log.GatewayConnected(gateway);
                return null;
            }
            catch (OrleansException exception)
            {
                last = exception;
            }
        }

        return new ConnectionFailedException($"None of {gateways.Length} gateways can be reached. {last?.Message}", last!);
    }

    private async Task StayConnectedAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (_link is not { Running.IsCompleted: false } link)
                {
                    await ConnectAsync(_end.Token).ConfigureAwait(false);
                    continue;
                }

                await Task.WhenAny(link.Running, Task.Delay(_refresh, _time, _end.Token)).ConfigureAwait(false);
                if (!link.Running.IsCompleted)
                {
                    _known = await _gateways.ReadAsync(_end.Token).ConfigureAwait(false);
                    if (!_known.Contains(link.Gateway))
                    {
                        link.Connection.Close(new OrleansException("The gateway is no longer in the list."));
                    }
                }
            }
            catch (Exception exception) when (!_end.IsCancellationRequested)
            {
                _log.NoGateway(exception.Message);
                await Task.Delay(BetweenAttempts, _time, _end.Token).ConfigureAwait(false);
            }
        }
    }

    private sealed record Link(IPEndPoint Gateway, Connection Connection, Task Running);
}
