using System.Net;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Hosting;
using static Orleans.Camera.Silo.Configuration.SettingTable;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>Rules about several keys, and the way from keys to <see cref="SiloSettings"/>.</summary>
internal static class SettingRules
{
    /// <summary>Of a machine with more processors, more cameras decode as well.</summary>
    private const int MostLanes = 8;

    /// <returns>Null where there are faults, which the reader then has.</returns>
    public static SiloSettings? Check(SettingReader values)
    {
        var isCluster = values[Provider].Text == "postgresql";
        if (isCluster && values[ConnectionString].Text.Length == 0)
        {
            values.Fault("Camera:Store:ConnectionString is missing: Camera:Store:Provider is postgresql");
        }

        if (!IPAddress.TryParse(values[Address].Text, out var address))
        {
            values.Fault($"Camera:Endpoints:Address is '{SettingValue.Shorten(values[Address].Text)}': it is an IP address");
        }

        foreach (var text in values[Private].List.Where(text => NetworkOf(text) is null))
        {
            values.Fault($"Camera:Sources:Private has '{SettingValue.Shorten(text)}': each is an address or a network like 10.1.0.0/16, without bits beyond its length");
        }

        foreach (var text in values[Devices].List.Where(text => ConfiguredDevice.Parse(text, index: 0) is null))
        {
            values.Fault($"Camera:Devices has '{SettingValue.Shorten(text)}': each is {ConfiguredDevice.Form}");
        }

        foreach (var text in values[Capabilities].List.Where(text => !CapabilityName.IsGood(text)))
        {
            values.Fault($"Camera:Capabilities has '{SettingValue.Shorten(text)}': each is a name of {CapabilityName.Rule}");
        }

        Setting[] tls = [TlsCertificate, TlsKey, TlsAuthority];
        if (tls.Any(key => values[key].Text.Length > 0) && Array.Find(tls, key => values[key].Text.Length == 0) is { } missing)
        {
            values.Fault($"Camera:{missing.Path} is missing: certificate, key and authority go together");
        }

        if (values[SiloPort].Whole == values[GatewayPort].Whole)
        {
            values.Fault($"Camera:Endpoints:GatewayPort is {values[GatewayPort].Whole}, and so is SiloPort: each needs its own");
        }

        if (values[MaxProbeTimeout].Seconds < values[ProbeTimeout].Seconds)
        {
            values.Fault($"Camera:Failure:MaxProbeTimeout is {values[MaxProbeTimeout].Text}: it is at least ProbeTimeout, {values[ProbeTimeout].Text}");
        }

        if (values[LongQueueAlert].Whole < values[QueueAlert].Whole)
        {
            values.Fault($"Camera:Alerts:LongQueue is {values[LongQueueAlert].Whole}: it is at least Queue, {values[QueueAlert].Whole}");
        }

        return values.Faults.Count > 0 ? null : Build(values, address!, isCluster);
    }

    private static SiloSettings Build(SettingReader values, IPAddress address, bool isCluster)
    {
        var state = values[State].File is { Length: > 0 } given ? given : StateFolder.Default;
        return new SiloSettings
        {
            ClusterId = values[ClusterId].Text,
            ServiceId = values[ServiceId].Text,
            SiloName = values[SiloName].Text is { Length: > 0 } name ? name : $"{Environment.MachineName}-{values[SiloPort].Whole}",
            Address = address,
            SiloPort = values[SiloPort].Whole,
            GatewayPort = values[GatewayPort].Whole,
            Roles = values[Roles].List,
            Region = values[Region].Text,
            Devices = [.. values[Devices].List.Select(ConfiguredDevice.Parse).OfType<SiloDevice>()],
            State = state,
            IsCluster = isCluster,
            StoreFile = Below(state, values[StoreFile].File, "camera.db"),
            ConnectionString = values[ConnectionString].Text,
            SpoolBytes = (long)values[SpoolMegabytes].Whole << 20,
            Cameras = values[CameraList].File,
            SourceRoots = values[Roots].Files,
            PrivateSources = [.. values[Private].List.Select(text => NetworkOf(text)!.Value)],
            SourceSchemes = values[Schemes].List,
            Coalesce = values[SettingTable.Coalesce].Seconds,
            SealKey = Below(state, values[SealKey].File, "seal.key"),
            TokenKey = Below(state, values[TokenKey].File, "token.key"),
            Token = values[Token].File,
            Tls = values[TlsKey].Text.Length == 0 ? null : new ClusterTls(values[TlsCertificate].File, values[TlsKey].File, values[TlsAuthority].File),
            IsIsolated = values[Isolation].Text == "process",
            IsolationMemory = (long)values[SettingTable.IsolationMemory].Whole << 20,
            Workers = new WorkerOptions
            {
                Policy = values[Policy].Text,
                Deadline = values[Deadline].Seconds,
                Capabilities = values[Capabilities].List,
                MostSlots = values[Slots].Whole,
                MostPerModel = values[PerModel].Whole is > 0 and var most ? most : null,
                Lanes = values[Lanes].Whole is > 0 and var lanes ? lanes : Math.Min(Environment.ProcessorCount, MostLanes),
                BytesInFlight = (long)values[InFlight].Whole << 20,
                MostWaiting = values[MostWaiting].Whole,
            },
            PictureProcesses = values[SettingTable.PictureProcesses].Whole,
            PictureQueue = values[SettingTable.PictureQueue].Whole,
            PictureMemory = (long)values[SettingTable.PictureMemory].Whole << 20,
            ProbeTimeout = values[ProbeTimeout].Seconds,
            MaxProbeTimeout = values[MaxProbeTimeout].Seconds,
            MissedProbes = values[MissedProbes].Whole,
            Votes = values[Votes].Whole,
            TableRefresh = values[TableRefresh].Seconds,
            Alerts = AlertsOf(values),
            LogLevel = values[Level].Text,
        };
    }

    private static AlertOptions AlertsOf(SettingReader values) => new()
    {
        CameraDark = values[CameraDark].Seconds,
        StoreAway = values[StoreAway].Seconds,
        WorkerFailed = values[WorkerFailed].Seconds,
        Cpu = values[CpuAlert].Whole,
        Memory = values[MemoryAlert].Whole,
        Disk = values[DiskAlert].Whole,
        Queue = values[QueueAlert].Whole,
        LongQueue = values[LongQueueAlert].Whole,
        Latency = values[LatencyAlert].Seconds,
        Errors = values[ErrorsAlert].Whole,
    };

    private static IPNetwork? NetworkOf(string text) => IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : null;

    private static string Below(string state, string path, string name) => path.Length > 0 ? path : Path.Combine(state, name);
}
