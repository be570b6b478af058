namespace Orleans.Camera.Silo.Configuration;

/// <summary>Every key that there is. Schema, README and <c>silo.json</c> are held against it by a test.</summary>
internal static class SettingTable
{
    public static readonly Setting ClusterId = Name("Cluster:Id", "camera", "silos of one name form a cluster");
    public static readonly Setting ServiceId = Name("Cluster:Service", "camera", "the name that stays when a cluster is replaced by another");
    public static readonly Setting SiloName = Text("Cluster:Silo", "", 0, 64, "this silo's name; empty: the machine's name and the port");
    public static readonly Setting Address = Text("Endpoints:Address", "127.0.0.1", 2, 64, "where the other silos and clients reach this one");
    public static readonly Setting SiloPort = Port("Endpoints:SiloPort", 11111, "for the other silos");
    public static readonly Setting GatewayPort = Port("Endpoints:GatewayPort", 30000, "for clients");
    public static readonly Setting Roles = new("Roles", SettingKind.Words, """["ingest", "inference"]""", "what this silo may do")
    {
        Allowed = ["ingest", "inference", "gateway"],
    };

    public static readonly Setting Region = Text("Region", "", 0, 64, "where it stands; cameras of the same region come here first");
    public static readonly Setting Devices =
        new("Devices", SettingKind.Texts, "[]", "GPUs of which no driver tells, each as KIND MEMORY NAME like shared-gpu 8GiB Orin Nano; kinds are gpu and shared-gpu");

    public static readonly Setting State = File("State", "where the silo keeps its files; empty: ~/.local/state/camera");
    public static readonly Setting Provider = new("Store:Provider", SettingKind.Word, "sqlite", "sqlite for one process, postgresql for a cluster")
    {
        Allowed = ["sqlite", "postgresql"],
    };

    public static readonly Setting StoreFile = File("Store:File", "the SQLite database; empty: camera.db in the state folder");
    public static readonly Setting ConnectionString =
        Text("Store:ConnectionString", "", 0, 2000, "of PostgreSQL, as Npgsql has it") with { IsSecret = true };

    public static readonly Setting SpoolMegabytes =
        Whole("Store:SpoolMegabytes", 256, 1, 100_000, "how much a live camera may keep in the state folder while the store is away");

    public static readonly Setting CameraList = File("Cameras", "cameras to begin with; those that the store knows already stay as they are");
    public static readonly Setting Roots = new("Sources:Roots", SettingKind.Files, "[]", "folders in which files may be sources");
    public static readonly Setting Private = new("Sources:Private", SettingKind.Texts, "[]", "private addresses and networks that may be sources, like 10.1.0.0/16");
    public static readonly Setting Schemes = new("Sources:Schemes", SettingKind.Words, """["rtsp", "rtsps", "http", "https"]""", "what may be a source besides files; device is a camera of the machine itself")
    {
        Allowed = ["rtsp", "rtsps", "http", "https", "device"],
    };

    public static readonly Setting SealKey = File("Security:SealKey", "the key that seals the credentials of sources; empty: seal.key in the state folder");
    public static readonly Setting TokenKey = File("Security:TokenKey", "the key that signs the tokens of callers, the same on all silos; empty: token.key in the state folder");
    public static readonly Setting Token = File("Security:Token", "for commands: a file with the token that they show; empty: the variable CAMERA_TOKEN, or one that they sign with TokenKey");
    public static readonly Setting TlsCertificate = File("Tls:Certificate", "PEM: what this silo shows to others; empty, with the two below: no encryption");
    public static readonly Setting TlsKey = File("Tls:Key", "PEM: its private key");
    public static readonly Setting TlsAuthority = File("Tls:Authority", "PEM: whoever shows a certificate that it signed is let in, and nobody else");
    public static readonly Setting ProbeTimeout = Seconds("Failure:ProbeTimeout", 1, 0.1, 60, "how long a silo may take to answer another's probe");
    public static readonly Setting MaxProbeTimeout = Seconds("Failure:MaxProbeTimeout", 1, 0.1, 60, "the same for silos that are slow; not below ProbeTimeout");
    public static readonly Setting MissedProbes = Whole("Failure:MissedProbes", 3, 1, 100, "probes missed in a row before a silo votes another dead");
    public static readonly Setting Votes = Whole("Failure:Votes", 2, 1, 10, "votes that make a silo dead");
    public static readonly Setting TableRefresh = Seconds("Failure:TableRefresh", 10, 1, 600, "how often a silo reads the list of silos by itself");
    public static readonly Setting Level = new("Log:Level", SettingKind.Word, "information", "what is logged of this program; of its engine, from warning on")
    {
        Allowed = ["debug", "information", "warning", "error"],
    };

    public static IReadOnlyList<Setting> All { get; } =
    [
        ClusterId, ServiceId, SiloName, Address, SiloPort, GatewayPort, Roles, Region, Devices, State, Provider, StoreFile, ConnectionString, SpoolMegabytes,
        CameraList, Roots, Private, Schemes, SealKey, TokenKey, Token, TlsCertificate, TlsKey, TlsAuthority, ProbeTimeout, MaxProbeTimeout, MissedProbes, Votes, TableRefresh, Level,
    ];

    private static Setting Name(string path, string value, string meaning) => Text(path, value, 1, 64, meaning);

    private static Setting Text(string path, string value, int fewest, int most, string meaning) =>
        new(path, SettingKind.Text, value, meaning) { Least = fewest, Most = most };

    private static Setting File(string path, string meaning) => new(path, SettingKind.File, "", meaning);

    private static Setting Port(string path, int value, string meaning) => Whole(path, value, 1, 65535, meaning);

    private static Setting Whole(string path, int value, int least, int most, string meaning) =>
        new(path, SettingKind.Whole, FormattableString.Invariant($"{value}"), meaning) { Least = least, Most = most };

    private static Setting Seconds(string path, double value, double least, double most, string meaning) =>
        new(path, SettingKind.Seconds, FormattableString.Invariant($"{value}"), meaning) { Least = least, Most = most };
}
