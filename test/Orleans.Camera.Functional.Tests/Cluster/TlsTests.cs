using System.Text.Json.Nodes;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Encrypted by configuration: with a right, a wrong and no certificate.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Only_who_shows_a_certificate_of_the_clusters_authority_is_answered()
    {
        var right = Write("right.json", Certificates.Make(_folder["right"]));
        var wrong = Write("wrong.json", Certificates.Make(_folder["wrong"]));
        var none = Write("none.json", tls: null);

        // Each has the key that signs tokens: it is the certificate that counts.
        await using var up = await CameraServer.StartAsync(_folder.FullName, "up", "--state", _folder["state"], "--config", right);

        Assert.Equal(0, (await CameraProcess.RunAsync("list", "--state", _folder["state"])).ExitCode);
        Assert.Equal(0, (await CameraProcess.RunAsync("list", "--config", right, "--state", _folder["state"])).ExitCode);
        Assert.Equal(5, (await CameraProcess.RunAsync("list", "--config", wrong, "--state", _folder["state"])).ExitCode);
        Assert.Equal(5, (await CameraProcess.RunAsync("list", "--config", none, "--state", _folder["state"])).ExitCode);
        Assert.Equal(0, (await CameraProcess.RunAsync("list", "--config", right, "--state", _folder["state"])).ExitCode);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_a_fault_that_names_it()
    {
        var tls = Certificates.Make(_folder["right"]);
        await File.WriteAllTextAsync((string)tls["Key"]!, "no key");

        var run = await CameraProcess.RunAsync("up", "--state", _folder["state"], "--config", Write("broken.json", tls));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("silo.key", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, JsonObject? tls)
    {
        var camera = new JsonObject { ["Endpoints"] = Ports.DeepClone() };
        if (tls is not null)
        {
            camera["Tls"] = tls;
        }

        File.WriteAllText(_folder[name], new JsonObject { ["Camera"] = camera }.ToJsonString());
        return _folder[name];
    }

    private JsonObject Ports { get; } = new() { ["SiloPort"] = FreePort.Take(), ["GatewayPort"] = FreePort.Take() };
}
