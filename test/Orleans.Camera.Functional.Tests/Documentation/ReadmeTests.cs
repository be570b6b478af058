using System.Text.RegularExpressions;
using Orleans.Camera.Functional.Tests.Count;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Documentation;

/// <summary>
/// Runs the commands of the README as a reader would type them, in a folder with the script and a video of the reader's own.
/// </summary>
/// <remarks>
/// Some are looked at otherwise. <c>./camera test</c> is what runs this test; its last line and exit code are tested on a
/// copy of the script. What is marked <c>runs until Ctrl-C</c> is run, and interrupted once it shows that it works. A block marked <c>needs the network</c> or <c>needs a cluster</c>, for example, is only parsed: every command
/// in it must exist with these options.
/// </remarks>
public sealed partial class ReadmeTests(ReaderFolder folder) : IClassFixture<ReaderFolder>
{
    private const string UntilInterrupted = "runs until Ctrl-C";
    private static readonly string _readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<string> RunHere => [.. Commands(block => block.Length == 0).Where(command => command is not ("./camera test" or "./camera demo --once"))];

    public static TheoryData<string> RunUntilInterrupted => [.. Commands(block => block == UntilInterrupted)];

    public static TheoryData<string> OnlyParsed => [.. Commands(block => block.Length > 0 && block != UntilInterrupted)];

    [Theory]
    [MemberData(nameof(RunHere))]
    public async Task A_command_of_the_README_works(string command)
    {
        var run = await folder.TypeAsync(command);

        Assert.True(run.ExitCode == 0, $"{command} ended with {run.ExitCode}: {run.Error}");
        Assert.NotEmpty(run.Output);
        foreach (var word in command.Split(' ').Where(word => word is "counted.mp4" or "heat.png"))
        {
            Assert.True(new FileInfo(folder[word]).Length > 0);
        }
    }

    [Theory]
    [MemberData(nameof(RunUntilInterrupted))]
    public async Task A_command_that_runs_until_Ctrl_C_works_and_ends_well(string command)
    {
        using var process = folder.Start(command);
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        // "READY silo=..." or "... 4 of 4 cameras running, 60 pictures/s, counted 9, ...".
        string? line;
        while ((line = await process.StandardOutput.ReadLineAsync(limit.Token)) is not null && !SignOfLife().IsMatch(line))
        {
            // Not yet.
        }

        Assert.NotNull(line);
        await ProgramRun.OfAsync("kill", ["-s", "INT", $"{process.Id}"]);
        var rest = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("unexpected", await error, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_counts_the_street_right_and_leaves_its_video_and_picture()
    {
        Assert.Contains("./camera demo --once", Commands(_ => true));

        var run = await folder.TypeAsync("./camera demo --once");

        Assert.True(run.ExitCode == 0, run.Text + run.Error);
        Assert.DoesNotContain("WRONG", run.Text);
        Assert.True(new FileInfo(folder["demo.mp4"]).Length > 0);
        Assert.True(new FileInfo(folder["demo.png"]).Length > 0);
    }

    [Theory]
    [MemberData(nameof(OnlyParsed))]
    public async Task A_command_that_is_not_run_here_exists_with_its_options(string command)
    {
        var words = command.Split(' ')[1..];
        if (words[0] == "bench")
        {
            var commands = Path.Combine(Repository.Root, "test/Orleans.Camera.Benchmarks/Commands");
            Assert.Contains(Directory.EnumerateFiles(commands), file => File.ReadAllText(file).Contains($"new Command(\"{words[1]}\"", StringComparison.Ordinal));
            return;
        }

        // Help is shown only where everything else on the line is understood.
        var run = await CameraProcess.RunAsync([.. words, "--help"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("Usage:", run.Text);
    }

    [Fact]
    public void The_README_names_no_file_that_is_not_there()
    {
        var files = Link().Matches(_readme).Select(match => match.Groups["file"].Value).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));
    }

    [Fact]
    public void Its_records_are_what_the_program_writes()
    {
        var json = Block().Matches(_readme).Where(match => match.Groups["kind"].Value == "json").SelectMany(match => match.Groups["body"].Value.Split('\n'));

        CountRecords.Parse([.. json.Where(line => line.Length > 0)]);
    }

    private static IEnumerable<string> Commands(Func<string, bool> wanted) => Block().Matches(_readme)
        .Where(match => match.Groups["kind"].Value == "sh" && wanted(match.Groups["mark"].Value))
        .SelectMany(match => match.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^```(?<kind>\w+) ?(?<mark>[^\n]*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();

    [GeneratedRegex("^READY |running, .* counted [1-9]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SignOfLife();

    [GeneratedRegex(@"\]\((?<file>[^)#:]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();
}
