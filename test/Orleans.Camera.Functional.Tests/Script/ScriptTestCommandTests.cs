namespace Orleans.Camera.Functional.Tests.Script;

/// <summary>The last line and the exit code of <c>./camera test</c>, which machines read.</summary>
public sealed class ScriptTestCommandTests
{
    private const string Passed = "Passed!  - Failed:     0, Passed:    27, Skipped:     0, Total:    27, Duration: 3 s - A.Tests.dll (net10.0)\n";
    private const string PassedToo = "Passed!  - Failed:     0, Passed:     3, Skipped:     2, Total:     5, Duration: 3 s - B.Tests.dll (net10.0)\n";
    private const string Failed = "Failed!  - Failed:     4, Passed:    56, Skipped:     1, Total:    61, Duration: 600 ms - C.Tests.dll (net10.0)\n";

    [Theory]
    [InlineData(Passed, 0, "27 passed, 0 failed", 0)]
    [InlineData(Passed + PassedToo, 0, "30 passed, 0 failed, 2 skipped", 0)]
    [InlineData(Passed + Failed, 1, "83 passed, 4 failed, 1 skipped", 1)]
    [InlineData("No test is available in A.Tests.dll\n", 0, "0 passed, 0 failed", 1)]
    [InlineData("", 1, "0 passed, 0 failed", 1)]
    [InlineData(Passed + "The active test run was aborted. Reason: Test host process crashed\n", 1, "27 passed, 1 failed", 1)]
    public async Task It_ends_with_the_counts(string output, int exit, string expectedLine, int expectedExit)
    {
        using var sandbox = Prepared(output, exit);

        var run = await sandbox.RunAsync("test", "--filter", "A b");

        Assert.Equal(expectedLine, run.Lines[^1]);
        Assert.Equal(expectedExit, run.ExitCode);
        Assert.Contains("<--filter> <A b>", sandbox.Calls[^1]);
        Assert.Contains("<--no-build>", sandbox.Calls[^1]);
    }

    [Fact]
    public async Task A_build_that_fails_is_a_failure_and_runs_no_test()
    {
        using var sandbox = Prepared(Passed, 0);
        await File.WriteAllTextAsync(sandbox["build-fails"], string.Empty);

        var run = await sandbox.RunAsync("test");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("0 passed, 0 failed", run.Lines[^1]);
        Assert.DoesNotContain(sandbox.Calls, call => call.StartsWith("dotnet <test>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_test_run_the_program_needs_no_build_of_its_own()
    {
        using var sandbox = Prepared(Passed, 0);

        await sandbox.RunAsync("test");
        await sandbox.RunAsync("count", "a");

        Assert.Equal(1, sandbox.Builds);
    }

    private static ScriptSandbox Prepared(string output, int exit)
    {
        var sandbox = new ScriptSandbox();
        sandbox.AllowInstalling();
        File.WriteAllText(sandbox["test-says"], output);
        File.WriteAllText(sandbox["test-exits"], exit.ToString());
        return sandbox;
    }
}
