using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>The machine that the figures were taken on.</summary>
internal sealed record Machine(
    string Processor, int Cores, double MemoryGiB, string System, string Kernel, IReadOnlyDictionary<string, string> Versions)
{
    public static async Task<Machine> DescribeAsync(CancellationToken cancellationToken) => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(MemoryKiB() / 1048576.0, 1),
        Field("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? RuntimeInformation.OSDescription,
        (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancellationToken)).Trim(),
        new Dictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["FFmpeg"] = await VersionAsync("ffmpeg", "-version", cancellationToken),
            ["motion"] = await VersionAsync("motion", "-h", cancellationToken),
            ["Python"] = await VersionAsync("/usr/bin/python3", "--version", cancellationToken),
            ["OpenCV for Python"] =
                await VersionAsync("/usr/bin/python3", "-c\nimport cv2; print(cv2.__version__)", cancellationToken),
        });

    private static double MemoryKiB() =>
        double.Parse((Field("/proc/meminfo", "MemTotal") ?? "0").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The first value of a key in a file of <c>key: value</c> or <c>key=value</c> lines.</summary>
    private static string? Field(string path, string key) => !File.Exists(path)
        ? null
        : File.ReadLines(path)
            .Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[key.Length..].TrimStart(' ', '\t', ':', '='))
            .FirstOrDefault();

    /// <summary>The first version number that a program prints.</summary>
    private static async Task<string> VersionAsync(string program, string arguments, CancellationToken cancellationToken)
    {
        try
        {
            var run = await CpuMeter.RunAsync(
                new ProcessStartInfo(program, arguments.Split('\n')), watch: null, cancellationToken);
            return (run.Output + ' ' + run.Errors)
                .Split([' ', '\n', ','], StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault(word => word.Length > 2 && char.IsAsciiDigit(word[0]) && word.Contains('.')) ?? "unknown";
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return "not installed";
        }
    }
}
