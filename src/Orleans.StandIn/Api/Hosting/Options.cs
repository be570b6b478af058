using System.Net;

namespace Orleans.Configuration;

/// <summary>Which cluster this silo belongs to.</summary>
public class ClusterOptions
{
    public string ClusterId { get; set; } = "default";

    public string ServiceId { get; set; } = "default";
}

public class SiloOptions
{
    /// <summary>Default: "Silo_" and five digits.</summary>
    public string SiloName { get; set; } = null!;
}

public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;
    public const int DEFAULT_GATEWAY_PORT = 30000;

    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>Where clients connect; 0: nowhere.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where to listen for silos, if that is not the advertised address and port.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where to listen for clients, if that is not the advertised address and port.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}

public abstract class MessagingOptions
{
    /// <summary>How long a caller waits. Default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

public class SiloMessagingOptions : MessagingOptions;

public class ClientMessagingOptions : MessagingOptions;

/// <summary>How a client finds its gateways.</summary>
public class GatewayOptions
{
    /// <summary>A gateway that is gone but does not say so is noticed that late. Default 1 min.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>How silos find out which of them are dead.</summary>
public class ClusterMembershipOptions
{
    private TimeSpan? _minProbeTimeout;
    private TimeSpan? _maxProbeTimeout;

    /// <summary>How long a probe may take. Default 5 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a silo is probed at most. Default: half of <see cref="ProbeTimeout"/>.</summary>
    public TimeSpan MinProbeTimeout
    {
        get => _minProbeTimeout ?? ProbeTimeout / 2;
        set => _minProbeTimeout = value;
    }

    /// <summary>Default: four times <see cref="ProbeTimeout"/>.</summary>
    public TimeSpan MaxProbeTimeout
    {
        get => _maxProbeTimeout ?? ProbeTimeout * 4;
        set => _maxProbeTimeout = value;
    }

    /// <summary>A silo votes when that many probes in a row were missed. Default 3.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>Votes that make a silo dead; fewer where fewer silos are active. Default 2.</summary>
    public int NumVotesForDeathDeclaration { get; set; } = 2;

    /// <summary>How many others a silo probes. Default 10.</summary>
    public int NumProbedSilos { get; set; } = 10;

    /// <summary>Default 2 min.</summary>
    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the table is read, whatever is heard from others. Default 60 s.</summary>
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a silo writes that it is alive. Default 30 s.</summary>
    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A silo that missed that many such writes does not count as a voter. Default 3.</summary>
    public int NumMissedTableIAmAliveLimit { get; set; } = 3;

    /// <summary>Entries of dead silos older than this are removed. Default 7 days.</summary>
    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether the last probe goes through another silo and brings its vote along. Default: yes.</summary>
    public bool EnableIndirectProbes { get; set; } = true;

    /// <summary>
    /// Whether a silo that was heard from within <see cref="MaxProbeTimeout"/> times <see cref="NumMissedProbesLimit"/>,
    /// and has not closed its connection, is spared. Default: yes.
    /// </summary>
    public bool EnableConnectionLivenessCheck { get; set; } = true;
}

/// <summary>Of the directory of activations.</summary>
public class GrainDirectoryOptions
{
    /// <summary>For how long nobody else may have the activations of a silo that died. This engine never waits.</summary>
    public TimeSpan RangeLeaseDuration { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The database of the silos' membership, as a silo needs it.</summary>
public class AdoNetClusteringSiloOptions
{
    /// <summary>Either this or <see cref="DataSource"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Opens the connections. Here only its connection string counts: this engine asks again by itself, every half second.</summary>
    public System.Data.Common.DbDataSource? DataSource { get; set; }

    /// <summary>The driver: "Npgsql".</summary>
    public string Invariant { get; set; } = null!;
}

/// <summary>The database of the silos' membership, as a client needs it.</summary>
public class AdoNetClusteringClientOptions
{
    public string? ConnectionString { get; set; }

    /// <summary>The driver: "Npgsql".</summary>
    public string Invariant { get; set; } = null!;
}

/// <summary>When activations end by themselves.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for. Default 1 min.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may be idle. Longer than the quantum. Default 15 min.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Default 30 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running calls and <see cref="IGrainBase.OnDeactivateAsync"/> may take. Default 30 s.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
