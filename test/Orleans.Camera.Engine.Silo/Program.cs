using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Engine.Silo;
using Orleans.Configuration;

// Arguments: database, cluster, silo port, gateway port, and a folder with certificates or nothing.
// It says "active" on standard output when it is, and stops like any service.
var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "engine-silo" });
builder.UseOrleans(silo =>
{
    silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", args[0]));
    silo.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = args[1]);
    silo.Configure<EndpointOptions>(options =>
    {
        options.AdvertisedIPAddress = IPAddress.Loopback;
        options.SiloPort = int.Parse(args[2], CultureInfo.InvariantCulture);
        options.GatewayPort = int.Parse(args[3], CultureInfo.InvariantCulture);
    });
    silo.Configure<ClusterMembershipOptions>(options =>
    {
        options.ProbeTimeout = options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumVotesForDeathDeclaration = 2;
        options.NumMissedProbesLimit = 3;
    });
    if (args.Length > 4)
    {
        silo.UseTls(options => Certificates.Use(options, args[4], "silo"));
    }
});
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("active");
await host.WaitForShutdownAsync();
