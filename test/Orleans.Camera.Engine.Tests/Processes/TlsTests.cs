using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Engine.Silo;
using Orleans.Camera.Testing.Processes;
using Orleans.Configuration;

namespace Orleans.Camera.Engine.Tests.Processes;

/// <summary>Silos and clients that must show a certificate.</summary>
[Collection("processes")]
public sealed class TlsTests(ProcessCluster cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TemporaryFolder _folder = new();
    private string _database = "";

    public async Task InitializeAsync()
    {
        using var authority = Authority("engine-tests authority");
        await File.WriteAllBytesAsync(_folder["authority.cer"], authority.Export(X509ContentType.Cert));
        using var other = Authority("another authority");
        foreach (var (name, signer) in new[] { ("silo", authority), ("client", authority), ("stranger", other) })
        {
            await File.WriteAllBytesAsync(_folder[$"{name}.pfx"], Signed(name, signer));
        }

        _database = await cluster.Postgres.CreateDatabaseAsync();
        await ProcessCluster.MigrateAsync(_database);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Silos_and_clients_with_the_right_certificate_work_together_and_others_are_refused()
    {
        using var one = await StartAsync();
        using var two = await StartAsync();
        using var right = Client(one, tls => Certificates.Use(tls, _folder.FullName, "client"));
        await right.StartAsync();
        var client = right.Services.GetRequiredService<IClusterClient>();
        var processes = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => client.GetGrain<IProcessGrain>($"tls {i}").GetProcessAsync()));
        Assert.Equal(new[] { one.Id, two.Id }.Order(), processes.Distinct().Order());

        await Assert.ThrowsAnyAsync<Exception>(() => TryAsync(one, tls => Certificates.Use(tls, _folder.FullName, "stranger")));
        await Assert.ThrowsAnyAsync<Exception>(() => TryAsync(one, tls => Certificates.Use(tls, _folder.FullName, "")));
        await Assert.ThrowsAnyAsync<Exception>(() => TryAsync(one, null));

        await right.StopAsync();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(1));
    }

    private static byte[] Signed(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(authority, Now.AddMinutes(-50), Now.AddMinutes(50), RandomNumberGenerator.GetBytes(8));
        using var whole = certificate.CopyWithPrivateKey(key);
        return whole.Export(X509ContentType.Pfx);
    }

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_database, "tls", certificates: _folder.FullName);

    private async Task TryAsync(SiloProcess silo, Action<Connections.Security.TlsOptions>? tls)
    {
        using var host = Client(silo, tls);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await host.StartAsync(limit.Token);
        await host.Services.GetRequiredService<IClusterClient>().GetGrain<IProcessGrain>("stranger").GetProcessAsync();
    }

    private static IHost Client(SiloProcess silo, Action<Connections.Security.TlsOptions>? tls)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(silo.GatewayPort, "tls", "tls");
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            if (tls is not null)
            {
                client.UseTls(tls);
            }
        });
        return builder.Build();
    }
}
