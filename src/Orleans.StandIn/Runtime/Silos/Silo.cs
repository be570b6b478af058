using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One silo: its parts, and its life as a service of the host.</summary>
internal sealed class Silo : IHostedService, ILocalSiloDetails
{
    private readonly ITransport _transport;
    private readonly EndpointOptions _endpoint;
    private readonly LifecycleStages _lifecycle = new();
    private IAsyncDisposable? _listener;
    private IAsyncDisposable? _gatewayListener;
    private ITimer? _collector;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        IMembershipTable table,
        IGrainDirectory directory,
        ITransport transport,
        Endpoints endpoints,
        FatalError fatal,
        IOptions<ClusterMembershipOptions> membership,
        IOptions<ClusterOptions> clusterOptions,
        IOptions<SiloOptions> siloOptions,
        IOptions<EndpointOptions> endpoint,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILoggerFactory logs)
    {
        Services = services;
        Queue = services.GetService<TurnQueue>()?.Add ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
        Time = time;
        _transport = transport;
        _endpoint = endpoint.Value;
        Directory = directory;
        Collection = collection.Value;
        ClusterId = clusterOptions.Value.ClusterId;
        Name = siloOptions.Value.SiloName;
        Log = logs.CreateLogger("Orleans.StandIn");
        Address = SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort, Generation.Next(time));

        var assemblies = GrainClasses.Application();
        Codecs = new(new TypeNames(assemblies));
        Methods = new(Codecs);
        Format = new(Codecs, Methods);
        Classes = new(assemblies, services);
        Catalog = new(this);
        Placement = new(this);
        Peers = new(this, transport);
        Observers = new(Address.ToParsableString(), Codecs);
        Gateway = new(this, endpoints);
        Membership = new(this, table, transport, membership.Value, fatal);
        Router = new(this);
        IncomingFilters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        Caller = new(
            Codecs,
            Methods,
            Router.SendAsync,
            time,
            messaging.Value.ResponseTimeout,
            [.. services.GetServices<IOutgoingGrainCallFilter>()]);
        Codecs.Caller = Caller;
        Factory = new(services, Caller, Observers, Classes.Implementing);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public string Name { get; }

    public string ClusterId { get; }

    public SiloAddress Address { get; }

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    public ILogger Log { get; }

    public GrainCollectionOptions Collection { get; }

    public Codecs Codecs { get; }

    public GrainMethods Methods { get; }

    public GrainClasses Classes { get; }

    public Catalog Catalog { get; }

    public PlacementChooser Placement { get; }

    public Peers Peers { get; }

    public ObserverRegistry Observers { get; }

    public Caller Caller { get; }

    public ClusterClient Factory { get; }

    public CallFormat Format { get; }

    public Gateway Gateway { get; }

    public Router Router { get; }

    public IGrainDirectory Directory { get; }

    public Membership Membership { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; }

    /// <summary>Where turns run.</summary>
    public Action<IThreadPoolWorkItem> Queue { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var participant in Services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
        {
            participant.Participate(_lifecycle);
        }

        _lifecycle.Subscribe("join", ServiceLifecycleStage.RuntimeGrainServices, JoinAsync, LeaveAsync);
        _lifecycle.Subscribe("membership", ServiceLifecycleStage.BecomeActive, BecomeActiveAsync, DrainAsync);
        await _lifecycle.StartAsync(cancellationToken).ConfigureAwait(false);
        Log.SiloStarted(typeof(Silo).Assembly.GetName().Name, Name, Address);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _lifecycle.StopAsync(cancellationToken).ConfigureAwait(false);
        Log.SiloStopped(Name, Address);
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        _listener = await _transport.ListenAsync(Address, Peers.AnswerAsync).ConfigureAwait(false);
        await Membership.JoinAsync(_endpoint.GatewayPort, cancellation).ConfigureAwait(false);
    }

    private async Task BecomeActiveAsync(CancellationToken cancellation)
    {
        if (_endpoint.GatewayPort != 0)
        {
            _gatewayListener = await Gateway.ListenAsync(
                _endpoint.GatewayListeningEndpoint ?? new(_endpoint.AdvertisedIPAddress, _endpoint.GatewayPort)).ConfigureAwait(false);
        }

        await Membership.BecomeActiveAsync(cancellation).ConfigureAwait(false);
        _collector = Time.CreateTimer(
            _ => Catalog.CollectIdle(Collection.CollectionAge), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        await Membership.LeaveAsync(SiloStatus.ShuttingDown).ConfigureAwait(false);
        try
        {
            await Catalog.CloseAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _collector?.Dispose();
        }
    }

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        await Membership.LeaveAsync(SiloStatus.Dead).ConfigureAwait(false);
        foreach (var listener in new[] { _gatewayListener, _listener }.OfType<IAsyncDisposable>())
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }
    }
}
