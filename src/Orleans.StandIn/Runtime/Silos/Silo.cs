using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One silo: its parts, and its life as a service of the host.</summary>
internal sealed class Silo : IHostedService, ILocalSiloDetails
{
    private readonly IMembershipTable _table;
    private readonly ITransport _transport;
    private readonly LifecycleStages _lifecycle = new();
    private IDisposable? _listener;
    private ITimer? _collector;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        IMembershipTable table,
        IGrainDirectory directory,
        ITransport transport,
        IOptions<ClusterOptions> clusterOptions,
        IOptions<SiloOptions> siloOptions,
        IOptions<EndpointOptions> endpoint,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILoggerFactory logs)
    {
        Services = services;
        Time = time;
        _table = table;
        _transport = transport;
        Directory = directory;
        Collection = collection.Value;
        ClusterId = clusterOptions.Value.ClusterId;
        Name = siloOptions.Value.SiloName;
        Log = logs.CreateLogger("Orleans.StandIn");
        Address = SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort, Generation.Next(time));

        var assemblies = GrainClasses.Application();
        Codecs = new(new TypeNames(assemblies));
        Methods = new(Codecs);
        Classes = new(assemblies, services);
        Catalog = new(this);
        Placement = new(this);
        Peers = new(this, transport);
        Observers = new(this);
        IncomingFilters = [.. services.GetServices<IIncomingGrainCallFilter>()];
        Caller = new(
            Codecs,
            Methods,
            new Router(this),
            time,
            messaging.Value.ResponseTimeout,
            [.. services.GetServices<IOutgoingGrainCallFilter>()]);
        Codecs.Caller = Caller;
        Factory = new(this);
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

    public LocalClient Factory { get; }

    public IGrainDirectory Directory { get; }

    public IClusterMembershipService Membership => _table;

    public IIncomingGrainCallFilter[] IncomingFilters { get; }

    /// <summary>Where turns run. A simulator puts its own queue here.</summary>
    public Action<IThreadPoolWorkItem> Queue { get; } =
        static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var participant in Services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
        {
            participant.Participate(_lifecycle);
        }

        _lifecycle.Subscribe("membership", ServiceLifecycleStage.BecomeActive, BecomeActiveAsync, LeaveAsync);
        await _lifecycle.StartAsync(cancellationToken).ConfigureAwait(false);
        Log.SiloStarted(typeof(Silo).Assembly.GetName().Name, Name, Address);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _lifecycle.StopAsync(cancellationToken).ConfigureAwait(false);
        Log.SiloStopped(Name, Address);
    }

    private async Task BecomeActiveAsync(CancellationToken cancellation)
    {
        _listener = _transport.Listen(Address, Peers.AnswerAsync);
        await _table.SetAsync(new(Address, SiloStatus.Active, Name), cancellation).ConfigureAwait(false);
        _collector = Time.CreateTimer(
            _ => Catalog.CollectIdle(Collection.CollectionAge), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
    }

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        await _table.SetAsync(new(Address, SiloStatus.ShuttingDown, Name), cancellation).ConfigureAwait(false);
        try
        {
            await Catalog.CloseAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (_collector is not null)
            {
                await _collector.DisposeAsync().ConfigureAwait(false);
            }

            _listener?.Dispose();
            await _table.SetAsync(new(Address, SiloStatus.Dead, Name), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
