using Orleans.Camera.Core.Dispatch;

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

    public static readonly Setting Capabilities = new("Capabilities", SettingKind.Texts, "[]", "what its devices have besides, by names of your own that the manifest of a model may require");
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

    public static readonly Setting Coalesce = Seconds("Sources:Coalesce", 0.12, 0, 1, "how long pictures of an RTSP camera may wait for each other while more than half of the processors are busy, so that decoding them takes less; 0: never");
    public static readonly Setting SealKey = File("Security:SealKey", "the key that seals the credentials of sources; empty: seal.key in the state folder");
    public static readonly Setting TokenKey = File("Security:TokenKey", "the key that signs the tokens of callers, the same on all silos; empty: token.key in the state folder");
    public static readonly Setting Token = File("Security:Token", "for commands: a file with the token that they show, read again when it is written; empty: the variable CAMERA_TOKEN, or one that they sign with TokenKey");
    public static readonly Setting TlsCertificate = File("Tls:Certificate", "PEM: what this silo shows to others; empty, with the two below: no encryption");
    public static readonly Setting TlsKey = File("Tls:Key", "PEM: its private key");
    public static readonly Setting TlsAuthority = File("Tls:Authority", "PEM: whoever shows a certificate that it signed is let in, and nobody else");
    public static readonly Setting Isolation =
        new("Workers:Isolation", SettingKind.Word, "none", "where a model runs: in the silo's own process, or each in a child process that has no network")
    {
        Allowed = ["none", "process"],
    };

    public static readonly Setting IsolationMemory =
        Whole("Workers:MemoryMiB", 2048, 256, 1_000_000, "most memory of such a child process, in MiB; one that takes more is ended and started again");

    public static readonly Setting Policy = new("Workers:Policy", SettingKind.Word, "hybrid", "how a worker is chosen for a picture, where its camera does not say")
    {
        Allowed = DispatchPolicies.Names,
    };

    public static readonly Setting Deadline = Seconds("Workers:Deadline", 0.3, 0.05, 30, "within this a live picture is answered or skipped; four times what its model takes, where that is longer");
    public static readonly Setting Slots = Whole("Workers:Slots", 8, 1, 64, "models that this silo runs at once at most");
    public static readonly Setting PerModel = Whole("Workers:PerModel", 0, 0, 1000, "workers of one model at most, the same on all silos; 0: one on each device that can");
    public static readonly Setting Lanes = Whole("Workers:Lanes", 0, 0, 64, "pictures that a model looks at at once, each on one processor; 0: as many as there are processors, 8 at most");
    public static readonly Setting InFlight = Whole("Workers:InFlightMiB", 4, 1, 1024, "pictures on their way from this silo to each other one at once, in MiB");
    public static readonly Setting MostWaiting = Whole("Workers:Waiting", 64, 8, 10_000, "pictures that may wait for their turn to leave this silo; then live ones are skipped, those of the least priority first");
    public static readonly Setting PictureProcesses = Whole("Pictures:Processes", 1, 1, 64, "child processes that make JPEGs and other sizes of pictures; they are started when the first is asked for");
    public static readonly Setting PictureQueue = Whole("Pictures:Queue", 10, 1, 64, "pictures that may wait for such a process; one more is refused");
    public static readonly Setting PictureMemory =
        Whole("Pictures:MemoryMiB", 512, 256, 1_000_000, "most memory of such a child process, in MiB; one that takes more is ended and started again");

    public static readonly Setting ProbeTimeout = Seconds("Failure:ProbeTimeout", 0.8, 0.1, 60, "how long a silo may take to answer another's probe");
    public static readonly Setting MaxProbeTimeout = Seconds("Failure:MaxProbeTimeout", 0.8, 0.1, 60, "the same for silos that are slow; not below ProbeTimeout");
    public static readonly Setting MissedProbes = Whole("Failure:MissedProbes", 3, 1, 100, "probes missed in a row before a silo votes another dead");
    public static readonly Setting Votes = Whole("Failure:Votes", 2, 1, 10, "votes that make a silo dead");
    public static readonly Setting TableRefresh = Seconds("Failure:TableRefresh", 10, 1, 600, "how often a silo reads the list of silos by itself");
    public static readonly Setting CameraDark = Seconds("Alerts:CameraDark", 10, 0, 3600, "how long a camera may send no pictures before that is an alert");
    public static readonly Setting StoreAway = Seconds("Alerts:StoreAway", 10, 0, 3600, "how long the store may not answer before that is an alert");
    public static readonly Setting WorkerFailed = Seconds("Alerts:WorkerFailed", 0, 0, 3600, "how long a worker may have failed before that is an alert");
    public static readonly Setting CpuAlert = Whole("Alerts:Cpu", 80, 1, 100, "how much of its processors a silo may use, in percent; this key and those below: the same on all silos, for that of one holds for all");
    public static readonly Setting MemoryAlert = Whole("Alerts:Memory", 85, 1, 100, "how much of its memory a silo may use, and the child process of a worker, in percent");
    public static readonly Setting DiskAlert = Whole("Alerts:Disk", 90, 1, 100, "how much of the disk with a silo's files may be in use, in percent");
    public static readonly Setting QueueAlert = Whole("Alerts:Queue", 50, 1, 10_000, "pictures that may wait in a worker before that is a warning");
    public static readonly Setting LongQueueAlert = Whole("Alerts:LongQueue", 100, 1, 10_000, "the same before it is critical; not below Queue");
    public static readonly Setting LatencyAlert = Seconds("Alerts:Latency", 0.5, 0.01, 60, "within this a worker answers 95 of 100 pictures");
    public static readonly Setting ErrorsAlert = Whole("Alerts:Errors", 5, 1, 100, "pictures that a worker may fail, in percent");
    public static readonly Setting Level = new("Log:Level", SettingKind.Word, "information", "what is logged of this program; of its engine, from warning on")
    {
        Allowed = ["debug", "information", "warning", "error"],
    };

    public static IReadOnlyList<Setting> All { get; } =
    [
        ClusterId, ServiceId, SiloName, Address, SiloPort, GatewayPort, Roles, Region, Devices, Capabilities, State, Provider, StoreFile, ConnectionString, SpoolMegabytes,
        CameraList, Roots, Private, Schemes, Coalesce, SealKey, TokenKey, Token, TlsCertificate, TlsKey, TlsAuthority, Isolation, IsolationMemory,
        Policy, Deadline, Slots, PerModel, Lanes, InFlight, MostWaiting, PictureProcesses, PictureQueue, PictureMemory,
        ProbeTimeout, MaxProbeTimeout, MissedProbes, Votes, TableRefresh,
        CameraDark, StoreAway, WorkerFailed, CpuAlert, MemoryAlert, DiskAlert, QueueAlert, LongQueueAlert, LatencyAlert, ErrorsAlert, Level,
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
