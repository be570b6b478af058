namespace Orleans.Camera.Functional.Tests.Script;

public sealed class ScriptBuildTests
{
    [Fact]
    public async Task The_first_call_builds_and_the_second_does_not()
    {
        using var sandbox = new ScriptSandbox();

        var first = await sandbox.RunAsync("doctor-like");
        var second = await sandbox.RunAsync("doctor-like");

        Assert.Equal((42, 42), (first.ExitCode, second.ExitCode));
        Assert.Contains("building", first.Error);
        Assert.Empty(second.Error);
        Assert.Equal(1, sandbox.Builds);
        Assert.Contains("<-c> <Release>", sandbox.Calls[1]);
    }

    [Fact]
    public async Task What_dotnet_leaves_running_holds_up_nobody()
    {
        using var sandbox = new ScriptSandbox();
        await File.WriteAllTextAsync(sandbox["lingers"], "");

        await sandbox.RunAsync("count");
        var second = await sandbox.RunAsync("count").WaitAsync(TimeSpan.FromSeconds(40));

        Assert.Equal(42, second.ExitCode);
    }

    [Fact]
    public async Task A_source_that_changed_came_or_went_builds_again()
    {
        using var sandbox = new ScriptSandbox();
        await sandbox.RunAsync("count");

        await File.AppendAllTextAsync(sandbox["repo/src/A.cs"], "more");
        await sandbox.RunAsync("count");
        Assert.Equal(2, sandbox.Builds);

        await File.WriteAllTextAsync(sandbox["repo/src/C.cs"], "new");
        await sandbox.RunAsync("count");
        Assert.Equal(3, sandbox.Builds);

        File.Delete(sandbox["repo/src/B.cs"]);
        await sandbox.RunAsync("count");
        Assert.Equal(4, sandbox.Builds);

        await File.WriteAllTextAsync(sandbox["repo/src/README.md"], "prose builds nothing");
        await sandbox.RunAsync("count");
        Assert.Equal(4, sandbox.Builds);
    }

    [Fact]
    public async Task A_build_that_failed_is_told_and_tried_again()
    {
        using var sandbox = new ScriptSandbox();
        await File.WriteAllTextAsync(sandbox["build-says"], "A.cs(1,1): error CS0001: nonsense\n");
        await File.WriteAllTextAsync(sandbox["build-fails"], string.Empty);

        var failed = await sandbox.RunAsync("count", "a");
        File.Delete(sandbox["build-fails"]);
        var mended = await sandbox.RunAsync("count", "a");

        Assert.Equal((1, 42), (failed.ExitCode, mended.ExitCode));
        Assert.Contains("CS0001", failed.Error);
        Assert.Empty(failed.Output);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are_and_from_where_the_user_stands()
    {
        using var sandbox = new ScriptSandbox();
        Directory.CreateDirectory(sandbox["else where"]);
        File.CreateSymbolicLink(sandbox["else where/cam"], "../repo/camera");

        var run = await sandbox.RunFromAsync(sandbox["else where"], "./cam", "count", "my clip.mp4", "--line", "a 'b\"$(c)=0,0,1,1", "");

        Assert.Equal(42, run.ExitCode);
        var call = sandbox.Calls[^1];
        Assert.Contains("camera.dll> <count> <my clip.mp4> <--line> <a 'b\"$(c)=0,0,1,1> <>", call);
        Assert.EndsWith($" in {sandbox["else where"]}", call);
    }

    [Fact]
    public async Task Bench_goes_to_the_benchmarks_without_its_own_name()
    {
        using var sandbox = new ScriptSandbox();
        sandbox.AllowInstalling();

        var run = await sandbox.RunAsync("bench", "pipeline", "--json");

        Assert.Equal(42, run.ExitCode);
        Assert.Contains("camera-bench.dll> <pipeline> <--json>", sandbox.Calls[^1]);
    }
}
