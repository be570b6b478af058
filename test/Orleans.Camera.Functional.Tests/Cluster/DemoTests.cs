using System.Diagnostics;
using System.Globalization;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary><c>camera demo</c>, whose temporary folders are all below one that is looked at.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly Process _demo;
    private readonly Task<string> _error;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DemoTests()
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "camera.dll"), "demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["TMPDIR"] = _folder.FullName;
        _demo = Process.Start(start)!;
        _error = ReadErrorAsync();
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("KILL")]
    public async Task A_camera_that_hangs_or_breaks_off_is_shown_comes_back_and_leaves_the_others_alone(string signal)
    {
        await LineAsync("4 of 4 cameras running");
        var encoder = (await ChildrenAsync()).First(child => child.Contains("libx264", StringComparison.Ordinal)).Trim().Split(' ')[0];

        await ProgramRun.OfAsync("kill", [$"-{signal}", encoder]);

        await LineAsync("3 of 4 cameras running");
        if (signal == "STOP")
        {
            await ProgramRun.OfAsync("kill", ["-KILL", encoder]);
        }

        await LineAsync("4 of 4 cameras running");
        await InterruptAsync();
        var rest = await EndAsync();
        Assert.Equal(0, _demo.ExitCode);
        Assert.Contains("street-4", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_while_it_prepares_ends_it_and_leaves_nothing()
    {
        await _begun.Task.WaitAsync(_longest);
        await InterruptAsync();
        await EndAsync();

        Assert.Contains(_demo.ExitCode, new[] { 0, 130 });
        Assert.DoesNotContain("unexpected", await _error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_C_twice_ends_it_at_once_and_leaves_nothing()
    {
        await LineAsync("4 of 4 cameras running");
        await InterruptAsync();
        await InterruptAsync();
        await EndAsync();

        Assert.Contains(_demo.ExitCode, new[] { 0, 130 });
    }

    public void Dispose()
    {
        if (!_demo.HasExited)
        {
            _demo.Kill(entireProcessTree: true);
            _demo.WaitForExit();
        }

        _demo.Dispose();
        _folder.Dispose();
    }

    private async Task<string> ReadErrorAsync()
    {
        var first = await _demo.StandardError.ReadLineAsync();
        _begun.TrySetResult();
        return first + await _demo.StandardError.ReadToEndAsync();
    }

    private async Task LineAsync(string text)
    {
        using var limit = new CancellationTokenSource(_longest);
        while (await _demo.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{text}' was not shown: {await _error}");
    }

    /// <summary>Number and command line of every process below the demo; <c>setsid</c> and its like become the program.</summary>
    private async Task<List<string>> ChildrenAsync()
    {
        var id = _demo.Id.ToString(CultureInfo.InvariantCulture);
        return [.. (await ProgramRun.OfAsync("ps", ["-o", "pid=,args=", "--ppid", id])).Lines];
    }

    private Task<ProgramRun> InterruptAsync() => ProgramRun.OfAsync("kill", ["-s", "INT", _demo.Id.ToString(CultureInfo.InvariantCulture)]);

    private async Task<string> EndAsync()
    {
        var children = (await ChildrenAsync()).ConvertAll(child => child.Trim().Split(' ')[0]);
        var rest = await _demo.StandardOutput.ReadToEndAsync().WaitAsync(_longest);
        await _demo.WaitForExitAsync().WaitAsync(_longest);
        Assert.Empty(Directory.EnumerateDirectories(_folder.FullName, "camera-demo-*"));

        // The kernel ends them with the demo; reaping takes it a moment.
        foreach (var child in children)
        {
            await ProgramRun.OfAsync("timeout", ["10", "tail", $"--pid={child}", "-f", "/dev/null"]);
            Assert.False(Directory.Exists($"/proc/{child}"), $"process {child} is still there");
        }

        return rest;
    }
}
