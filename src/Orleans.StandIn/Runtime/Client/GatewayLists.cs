using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>Where a client can connect.</summary>
internal interface IGatewayList
{
    Task<IPEndPoint[]> ReadAsync(CancellationToken cancellation);
}

/// <summary>One that is known beforehand.</summary>
internal sealed class OneGateway(IPEndPoint gateway) : IGatewayList
{
    public Task<IPEndPoint[]> ReadAsync(CancellationToken cancellation) => Task.FromResult<IPEndPoint[]>([gateway]);
}

/// <summary>Those of the active silos in the membership table.</summary>
internal sealed class PostgresGateways(Queries queries, IOptions<ClusterOptions> cluster) : IGatewayList
{
    public async Task<IPEndPoint[]> ReadAsync(CancellationToken cancellation)
    {
        var rows = await queries.RunAsync(
            "GatewaysQueryKey",
            row => new IPEndPoint(IPAddress.Parse(row.GetString(row.GetOrdinal("Address"))), row.GetInt32(row.GetOrdinal("ProxyPort"))),
            cancellation,
            ("DeploymentId", cluster.Value.ClusterId),
            ("Status", (int)SiloStatus.Active)).ConfigureAwait(false);
        return [.. rows];
    }
}
