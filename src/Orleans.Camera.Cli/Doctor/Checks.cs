namespace Orleans.Camera.Cli.Doctor;

/// <summary>Everything the doctor looks at, in the order of its table.</summary>
internal static class Checks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
    [
        await ProgramChecks.SdkAsync(cancellationToken),
        await ProgramChecks.FfmpegAsync(cancellationToken),
        OnnxChecks.Runtime(),
        GpuCheck.Look(),
        new Finding("Engine", "not needed for count"),
        OnnxChecks.Models(),
        new Finding("Database", "not needed for count"),
    ];
}
