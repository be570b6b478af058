using System.Diagnostics;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Script;

/// <summary>
/// A copy of the <c>camera</c> script in a small repository of its own, with a <c>dotnet</c> that only writes down how it
/// was called: so that what the script decides can be seen without building anything.
/// </summary>
internal sealed class ScriptSandbox : IDisposable
{
    // Programs that the script may use; ffmpeg, npm, sudo and apt-get are only there if a test puts them there.
    private static readonly string[] _tools =
    [
        "bash", "env", "dirname", "readlink", "mkdir", "flock", "sort", "tr", "find", "sha1sum", "cat", "grep", "head", "tail", "cp", "rm", "mv", "cmp",
        "sha512sum", "sleep", "uname", "tar", "ls", "tee", "awk", "touch", "gzip",
    ];

    private readonly TemporaryFolder _folder = new();

    public ScriptSandbox()
    {
        var script = Path.Combine(Repository.Root, "camera");
        Directory.CreateDirectory(this["tools"]);
        Directory.CreateDirectory(this["repo/src/Orleans.Camera.Vision/Onnx"]);
        Directory.CreateDirectory(this["repo/test"]);
        Directory.CreateDirectory(this["repo/silo-config"]);
        File.Copy(script, this["repo/camera"]);
        foreach (var file in (string[])[".editorconfig", "Directory.Build.props", "Orleans.Camera.sln", "src/Directory.Packages.props", "src/A.cs", "src/B.cs"])
        {
            File.WriteAllText(this["repo/" + file], "content");
        }

        foreach (var tool in _tools)
        {
            File.CreateSymbolicLink(this["tools/" + tool], Locate(tool));
        }

        Tool("ffmpeg", "exit 0");
        Tool("ffprobe", "exit 0");
        Tool("id", "echo 1000");
        Tool("dotnet", $$"""
            printf 'dotnet' >>"{{this["calls"]}}"; printf ' <%s>' "$@" >>"{{this["calls"]}}"; printf ' in %s\n' "$PWD" >>"{{this["calls"]}}"
            if [ -e "{{this["lingers"]}}" ]; then sleep 60 </dev/null >/dev/null 2>&1 & fi
            case "$*" in *OrleansEngine=StandIn*) engine=StandIn ;; *) engine=Microsoft ;; esac
            case $1 in
              restore) cat "{{this["restore-says"]}}" 2>/dev/null || exit 0; exit 1 ;;
              build) cat "{{this["build-says"]}}" 2>/dev/null; [ ! -e "{{this["build-fails"]}}" ] || exit 1
                for made in src/Orleans.Camera.Cli,camera.dll test/Orleans.Camera.Benchmarks,camera-bench.dll; do
                  mkdir -p "{{this["repo"]}}/${made%,*}/bin/$engine/Release/net10.0"
                  touch "{{this["repo"]}}/${made%,*}/bin/$engine/Release/net10.0/${made#*,}"
                done ;;
              test) cat "{{this["test-says"]}}"; exit "$(cat "{{this["test-exits"]}}")" ;;
              *) echo "onnxruntime=${CAMERA_ONNXRUNTIME:-none}"; exit 42 ;;
            esac
            """);
    }

    public string this[string name] => _folder[name];

    /// <summary>What the user says with CAMERA_ENGINE; empty: nothing.</summary>
    public string Engine { get; set; } = string.Empty;

    /// <summary>How <c>dotnet</c> was called, oldest first.</summary>
    public IReadOnlyList<string> Calls => File.Exists(this["calls"]) ? File.ReadAllLines(this["calls"]) : [];

    public int Builds => Count("build");

    public int Count(string verb) => Calls.Count(call => call.StartsWith($"dotnet <{verb}>", StringComparison.Ordinal));

    public void Tool(string name, string body)
    {
        File.Delete(this["tools/" + name]);
        File.WriteAllText(this["tools/" + name], "#!/usr/bin/env bash\n" + body + "\n");
        File.SetUnixFileMode(this["tools/" + name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Every Debian package can be installed, which does nothing.</summary>
    public void AllowInstalling()
    {
        Tool("id", "echo 0");
        Tool("apt-get", "exit 0");
    }

    public void Remove(string tool) => File.Delete(this["tools/" + tool]);

    public Task<ProgramRun> RunAsync(params string[] args) => RunFromAsync(this["repo"], "./camera", args);

    public Task<ProgramRun> RunFromAsync(string folder, string script, params string[] args) =>
        ProgramRun.OfAsync(this["tools/bash"], [script, .. args], (ProcessStartInfo start) =>
        {
            start.WorkingDirectory = folder;
            start.Environment["PATH"] = this["tools"];
            start.Environment.Remove("CAMERA_ONNXRUNTIME");
            start.Environment["CAMERA_ENGINE"] = Engine;
        });

    public void Dispose() => _folder.Dispose();

    private static string Locate(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Concat(["/usr/bin", "/bin"])
        .Select(folder => Path.Combine(folder, tool))
        .First(File.Exists);
}
