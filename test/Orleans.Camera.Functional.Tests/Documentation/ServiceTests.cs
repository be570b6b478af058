using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Documentation;

/// <summary>The service file of systemd names what there is.</summary>
public sealed class ServiceTests
{
    private const string Installed = "/opt/orleans-camera";
    private const string Own = "/etc/orleans-camera/mine.json";
    private static readonly ILookup<string, string> _settings = File.ReadLines(Path.Combine(Repository.Root, "silo-config/camera-silo.service"))
        .Where(line => line.Contains('=') && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToLookup(pair => pair[0], pair => pair[1]);

    [Fact]
    public async Task Its_command_line_is_understood_and_its_files_are_there()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["mine.json"], """{ "Camera": { "Nonsense": 1 } }""");
        var words = Assert.Single(_settings["ExecStart"]).Replace(Own, folder["mine.json"], StringComparison.Ordinal)
            .Replace(Installed, Repository.Root, StringComparison.Ordinal).Split(' ');
        Assert.True(File.Exists(words[0]), words[0]);

        // The files are read in their order, so that the fault of the last one is found.
        var run = await CameraProcess.RunAsync(words[1..]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Nonsense", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{run.ExitCode}", _settings["RestartPreventExitStatus"]);
    }

    [Fact]
    public void It_stops_the_silo_before_its_decoders_and_gives_it_time_to_hand_over()
    {
        Assert.Equal(["mixed"], _settings["KillMode"]);
        Assert.Equal(["always"], _settings["Restart"]);
        Assert.InRange(int.Parse(Assert.Single(_settings["TimeoutStopSec"]), System.Globalization.CultureInfo.InvariantCulture), 30, 600);
    }
}
