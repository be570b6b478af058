using System.Net;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Hosting;
using static Orleans.Camera.Silo.Configuration.SettingTable;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>Rules about several keys, and the way from keys to <see cref="SiloSettings"/>.</summary>
internal static class SettingRules
{
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
            SealKey = Below(state, values[SealKey].File, "seal.key"),
            TokenKey = Below(state, values[TokenKey].File, "token.key"),
            Token = values[Token].File,
            Tls = values[TlsKey].Text.Length == 0 ? null : new ClusterTls(values[TlsCertificate].File, values[TlsKey].File, values[TlsAuthority].File),
            ProbeTimeout = values[ProbeTimeout].Seconds,
            MaxProbeTimeout = values[MaxProbeTimeout].Seconds,
            MissedProbes = values[MissedProbes].Whole,
            Votes = values[Votes].Whole,
            TableRefresh = values[TableRefresh].Seconds,
            LogLevel = values[Level].Text,
        };
    }

    private static IPNetwork? NetworkOf(string text) => IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : null;

    private static string Below(string state, string path, string name) => path.Length > 0 ? path : Path.Combine(state, name);
}
