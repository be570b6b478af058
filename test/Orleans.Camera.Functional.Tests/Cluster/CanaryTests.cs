using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>A camera that wants a password, and a look at everything that the program leaves, answers and starts.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string User = "canary-user";
    private const string Canary = "canary-4b1f~Secret";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_password_of_a_camera_stands_in_no_log_store_answer_or_process()
    {
        using var camera = await RtspServer.StartAsync(new() { User = User, Password = Canary, Authentication = "digest" });
        var cameras = new[] { new { name = "door", source = camera.Url(credentials: $"{User}:{Canary}") }, new { name = "gone", source = $"rtsp://{User}:{Canary}@127.0.0.1:1/x" } };
        Write("cameras.json", new { cameras });
        Write("silo.json", new { Camera = new { Sources = new { Private = new[] { "127.0.0.0/8" } }, Log = new { Level = "debug" } } });
        var answers = new List<string>();
        await using var up = await CameraServer.StartAsync(
            _folder.FullName, "up", "--state", State, "--config", _folder["silo.json"], "--cameras", _folder["cameras.json"]);

        await StateAsync("door", "running", answers);
        await StateAsync("gone", "reconnecting", answers);
        string[][] commands = [["status"], ["list"], ["token", "--role", "viewer"], ["add", "door", camera.Url()], ["remove", "gone"]];
        foreach (var command in commands)
        {
            var run = await CameraProcess.RunAsync([.. command, "--state", State]);
            answers.Add(run.Text + run.Error);
        }

        var processes = Descendants(up.Id);
        Assert.True(processes.Count > 1, "FFmpeg runs as a process of its own.");
        Assert.All(processes, process => Assert.All(process.Texts, NotShown));
        Assert.Equal(0, await up.StopAsync());
        Assert.All(answers, NotShown);
        NotShown(await up.LogAsync());
        var files = Directory.GetFiles(State, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("camera.db", StringComparison.Ordinal));
        Assert.All(files, file => NotShown(Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    public void Dispose() => _folder.Dispose();

    private string State => _folder["state"];

    private static void NotShown(string text)
    {
        string[] forms = [Canary, Uri.EscapeDataString(Canary), Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Canary}"))];
        Assert.All(forms, form => Assert.DoesNotContain(form, text, StringComparison.Ordinal));
    }

    private void Write(string name, object content) => File.WriteAllText(_folder[name], JsonSerializer.Serialize(content));

    private async Task StateAsync(string camera, string state, List<string> answers)
    {
        for (var left = 60; ; left--)
        {
            var run = await CameraProcess.RunAsync("status", "--json", "--state", State);
            answers.Add(run.Text + run.Error);
            if (run.Lines.Any(line => line.Contains($"\"camera\":\"{camera}\"", StringComparison.Ordinal) && line.Contains($"\"state\":\"{state}\"", StringComparison.Ordinal)))
            {
                return;
            }

            Assert.True(left > 0, $"{camera} does not become {state}: {run.Text}{run.Error}");
        }
    }

    /// <summary>A process and all below it, with their command lines and environments.</summary>
    private static List<(int Id, string[] Texts)> Descendants(int id)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Select(process => (Id: process, Parent: ParentOf(process))).ToList();
        var found = new List<int> { id };
        for (var at = 0; at < found.Count; at++)
        {
            found.AddRange(parents.Where(process => process.Parent == found[at]).Select(process => process.Id));
        }

        return [.. found.Select(process => (process, new[] { Read(process, "cmdline"), Read(process, "environ") }))];
    }

    /// <returns>Nothing of a process that has ended.</returns>
    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <returns>0 for a process that has ended.</returns>
    private static int ParentOf(int process)
    {
        var stat = Read(process, "stat");
        return stat.Length == 0 ? 0 : int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
