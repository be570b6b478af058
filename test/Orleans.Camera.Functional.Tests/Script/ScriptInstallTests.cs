using System.Security.Cryptography;

namespace Orleans.Camera.Functional.Tests.Script;

public sealed class ScriptInstallTests
{
    [Fact]
    public async Task Without_rights_to_install_it_says_the_one_line_to_run()
    {
        using var sandbox = new ScriptSandbox();
        sandbox.Remove("ffmpeg");
        sandbox.Tool("apt-get", "exit 1");

        var run = await sandbox.RunAsync("count", "a");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("sudo apt-get install -y --no-install-recommends", line);
        Assert.Contains("ffmpeg", line);
        Assert.Empty(sandbox.Calls);
    }

    [Fact]
    public async Task With_rights_it_installs_and_goes_on()
    {
        using var sandbox = new ScriptSandbox();
        sandbox.Remove("ffmpeg");
        sandbox.Tool("id", "echo 0");
        sandbox.Tool("apt-get", $"echo \"$@\" >>'{sandbox["apt"]}'");

        var run = await sandbox.RunAsync("count", "a");

        Assert.Equal(42, run.ExitCode);
        var calls = await File.ReadAllLinesAsync(sandbox["apt"]);
        Assert.Equal(2, calls.Length);
        Assert.StartsWith("update", calls[0]);
        Assert.StartsWith("install", calls[1]);
        Assert.Contains("ffmpeg", calls[1]);
    }

    [Fact]
    public async Task A_machine_without_dotnet_is_told_what_to_install()
    {
        using var sandbox = new ScriptSandbox();
        sandbox.Remove("dotnet");

        var run = await sandbox.RunAsync("count", "a");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(".NET SDK 10", run.Error);
    }

    [Fact]
    public async Task The_runtime_of_models_is_installed_only_for_commands_that_need_it()
    {
        using var sandbox = new ScriptSandbox();
        await PackAsync(sandbox, isPinned: true);

        var without = await sandbox.RunAsync("count", "a.mp4");
        var with = await sandbox.RunAsync("count", "a.mp4", "--detector", "onnx");
        var again = await sandbox.RunAsync("count", "a.mp4");

        Assert.Contains("onnxruntime=none", without.Text);
        var library = sandbox["repo/.camera/onnxruntime/libonnxruntime.so.1"];
        Assert.Contains($"onnxruntime={library}", with.Text);
        Assert.Contains($"onnxruntime={library}", again.Text);
        Assert.Equal("library", await File.ReadAllTextAsync(library));
        Assert.Equal("one", (await File.ReadAllTextAsync(sandbox["npm"])).Trim());
    }

    [Fact]
    public async Task A_package_that_is_not_the_pinned_one_is_not_used()
    {
        using var sandbox = new ScriptSandbox();
        await PackAsync(sandbox, isPinned: false);

        var run = await sandbox.RunAsync("model", "list");

        Assert.Contains("onnxruntime=none", run.Text);
        Assert.Contains("could not be installed", run.Error);
        Assert.False(Directory.Exists(sandbox["repo/.camera/onnxruntime"]));
    }

    [Fact]
    public async Task Without_npm_everything_else_still_works()
    {
        using var sandbox = new ScriptSandbox();

        var run = await sandbox.RunAsync("model", "list");

        Assert.Equal(42, run.ExitCode);
        Assert.Contains("npm is missing", run.Error);
    }

    /// <summary>Lets npm deliver a small package that looks like the real one.</summary>
    private static async Task PackAsync(ScriptSandbox sandbox, bool isPinned)
    {
        foreach (var platform in (string[])["x64", "arm64"])
        {
            var folder = Directory.CreateDirectory(sandbox[$"package/bin/napi-v6/linux/{platform}"]);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "libonnxruntime.so.1"), "library");
        }

        await Testing.Processes.ProgramRun.OfAsync("tar", ["-czf", sandbox["p.tgz"], "-C", sandbox["."], "package"]);
        var sum = Convert.ToHexStringLower(SHA512.HashData(await File.ReadAllBytesAsync(sandbox["p.tgz"])));
        await File.WriteAllTextAsync(
            sandbox["repo/src/Orleans.Camera.Vision/Onnx/onnxruntime.pin"], $"runtime@1.0.0 {(isPinned ? sum : new string('0', 128))}\n");
        sandbox.Tool("npm", $"echo one >>'{sandbox["npm"]}'; cp '{sandbox["p.tgz"]}' runtime-1.0.0.tgz");
    }
}
