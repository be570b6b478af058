using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Silo.Tests.Hosting;

/// <summary>A silo that cannot listen where it is told to.</summary>
public sealed class PortCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SiloPort")]
    [InlineData("GatewayPort")]
    public async Task Before_anything_is_begun_a_taken_port_is_named_and_its_owner_notices_nothing(string taken)
    {
        using var owner = new TcpListener(IPAddress.Loopback, FreePort.Take());
        owner.Start();
        var port = ((IPEndPoint)owner.LocalEndpoint).Port;

        var fault = await Assert.ThrowsAsync<StartException>(() => RunAsync(endpoints => endpoints[taken] = port));

        Assert.Equal($"port {port} of 127.0.0.1 is in use: set Camera:Endpoints:{taken} to a free one", fault.Message);
        Assert.False(owner.Pending());
        Assert.False(Directory.Exists(_folder["state"]));
    }

    [Fact]
    public async Task An_address_that_the_machine_does_not_have_is_named()
    {
        var fault = await Assert.ThrowsAsync<StartException>(() => RunAsync(endpoints => endpoints["Address"] = "192.0.2.1", "postgresql"));

        Assert.Equal("this machine does not have the address 192.0.2.1: set Camera:Endpoints:Address to one that it has", fault.Message);
    }

    private Task<bool> RunAsync(Action<JsonObject> change, string provider = "sqlite")
    {
        var endpoints = new JsonObject { ["SiloPort"] = FreePort.Take(), ["GatewayPort"] = FreePort.Take() };
        change(endpoints);
        var settings = SiloSettings.Read([], new Hashtable(), ConfigurationText.OfCommand("test", new JsonObject
        {
            ["State"] = _folder["state"],
            ["Endpoints"] = endpoints,
            ["Store"] = new JsonObject { ["Provider"] = provider, ["ConnectionString"] = "Host=127.0.0.1;Port=1;Username=x" },
        }));
        return new SiloRun(settings, TimeProvider.System).RunAsync(_ => Task.CompletedTask, CancellationToken.None);
    }
}
