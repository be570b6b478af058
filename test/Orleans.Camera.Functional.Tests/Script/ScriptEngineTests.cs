namespace Orleans.Camera.Functional.Tests.Script;

/// <summary>Which engine the script builds with: the official packages wherever the registry has them.</summary>
public sealed class ScriptEngineTests
{
    private const string Lacking =
        "x.csproj : error NU1101: Unable to find package Microsoft.Orleans.Runtime. No packages exist with this id in source(s): a\n";

    private const string TooOld =
        "x.csproj : error NU1102: Unable to find package Microsoft.Orleans.Sdk with version (>= 10.4.2)\n";

    [Fact]
    public async Task The_official_packages_are_taken_where_they_restore_and_asked_for_once()
    {
        using var sandbox = new ScriptSandbox();

        var first = await sandbox.RunAsync("count", "a");
        var second = await sandbox.RunAsync("count", "a");

        Assert.Equal((42, 42), (first.ExitCode, second.ExitCode));
        Assert.Equal(1, sandbox.Count("restore"));
        Assert.Contains("<-p:OrleansEngine=Microsoft>", sandbox.Calls[1]);
        Assert.Contains("bin/Microsoft/Release", sandbox.Calls[^1]);
    }

    [Theory]
    [InlineData(Lacking, "Microsoft.Orleans.Runtime:")]
    [InlineData(TooOld, "Microsoft.Orleans.Sdk:")]
    public async Task Where_the_registry_lacks_a_package_it_says_so_once_and_uses_the_stand_in(string restore, string package)
    {
        using var sandbox = new ScriptSandbox();
        await File.WriteAllTextAsync(sandbox["restore-says"], restore);

        var first = await sandbox.RunAsync("count", "a");
        var second = await sandbox.RunAsync("count", "a");

        Assert.Equal((42, 42), (first.ExitCode, second.ExitCode));
        Assert.Contains($"lacks {package} using the stand-in engine", first.Error);
        Assert.Empty(second.Error);
        Assert.Equal((1, 1), (sandbox.Count("restore"), sandbox.Builds));
        Assert.Contains("<-p:OrleansEngine=StandIn>", sandbox.Calls[1]);
        Assert.Contains("bin/StandIn/Release", sandbox.Calls[^1]);
        Assert.StartsWith("StandIn ", await File.ReadAllTextAsync(sandbox["repo/.camera/engine"]));
    }

    [Fact]
    public async Task Other_versions_of_packages_are_a_new_question()
    {
        using var sandbox = new ScriptSandbox();
        await File.WriteAllTextAsync(sandbox["restore-says"], Lacking);
        await sandbox.RunAsync("count", "a");

        File.Delete(sandbox["restore-says"]);
        await File.WriteAllTextAsync(sandbox["repo/src/Directory.Packages.props"], "other versions");
        await sandbox.RunAsync("count", "a");

        Assert.Equal(2, sandbox.Count("restore"));
        Assert.Contains("bin/Microsoft/Release", sandbox.Calls[^1]);
    }

    [Theory]
    [InlineData("standin", "StandIn")]
    [InlineData("microsoft", "Microsoft")]
    public async Task The_user_decides_by_hand_and_each_engine_keeps_what_it_built(string wish, string expected)
    {
        using var sandbox = new ScriptSandbox { Engine = wish };
        await File.WriteAllTextAsync(sandbox["restore-says"], Lacking);

        await sandbox.RunAsync("count", "a");
        sandbox.Engine = string.Empty;
        await sandbox.RunAsync("count", "a");
        sandbox.Engine = wish;
        await sandbox.RunAsync("count", "a");

        Assert.Contains($"<-p:OrleansEngine={expected}>", sandbox.Calls[0]);
        Assert.Contains($"bin/{expected}/Release", sandbox.Calls[^1]);
        Assert.Equal(expected == "StandIn" ? 1 : 2, sandbox.Builds);
    }

    [Fact]
    public async Task A_wish_that_is_no_engine_is_refused()
    {
        using var sandbox = new ScriptSandbox { Engine = "akka" };

        var run = await sandbox.RunAsync("count", "a");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'akka'; it can be microsoft or standin", run.Error);
    }

    [Fact]
    public async Task A_restore_that_fails_for_another_reason_is_told_and_decides_nothing()
    {
        using var sandbox = new ScriptSandbox();
        await File.WriteAllTextAsync(sandbox["restore-says"], "error NU1301: Unable to load the service index\n");

        var run = await sandbox.RunAsync("count", "a");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("restore.log", run.Error);
        Assert.Equal(0, sandbox.Builds);
        Assert.False(File.Exists(sandbox["repo/.camera/engine"]));
    }
}
