using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Cli.Doctor;

/// <summary>Everything the doctor looks at, in the order of its table.</summary>
internal static class Checks
{
    /// <param name="configured">Devices of which no driver tells.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<SiloDevice> configured, CancellationToken cancellationToken) =>
    [
        await ProgramChecks.SdkAsync(cancellationToken),
        await ProgramChecks.FfmpegAsync(cancellationToken),
        OnnxChecks.Runtime(),
        .. MachineChecks.Of(MachineFacts.Look(configured)),
        new Finding("Engine", EngineInfo.Name),
        OnnxChecks.Models(),
        Database(),
    ];

    private static Finding Database() => PrivatePostgres.FindPrograms() is { } folder
        ? new Finding("Database", $"PostgreSQL in {folder}; SQLite for camera up")
        : new Finding("Database", "SQLite for camera up", "for camera cluster: apt-get install postgresql");
}
