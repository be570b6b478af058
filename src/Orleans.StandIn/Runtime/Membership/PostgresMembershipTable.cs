using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The membership table in PostgreSQL, through the statements, parameters and columns that Orleans uses.</summary>
internal sealed class PostgresMembershipTable(Queries queries, IOptions<ClusterOptions> cluster) : IMembershipTable
{
    /// <summary>How Orleans writes the time of a vote.</summary>
    private const string VoteTime = "yyyy-MM-dd HH:mm:ss.fff 'GMT'";

    private (string, object?) Cluster => ("DeploymentId", cluster.Value.ClusterId);

    public Task InitializeAsync(CancellationToken cancellation) =>
        queries.RunAsync("InsertMembershipVersionKey", First, cancellation, Cluster);

    public async Task<MembershipView> ReadAsync(CancellationToken cancellation)
    {
        var rows = await queries.RunAsync("MembershipReadAllKey", Read, cancellation, Cluster).ConfigureAwait(false);
        return new(rows[0].Version, [.. rows.Select(row => row.Member).OfType<SiloEntry>()]);
    }

    public async Task<bool> WriteAsync(SiloEntry member, bool isNew, int version, CancellationToken cancellation)
    {
        (string, object?)[] common =
        [
            Cluster, .. Key(member.Address), ("Status", (int)member.Status), ("IAmAliveTime", member.AliveAt.UtcDateTime), ("Version", version),
        ];
        (string, object?)[] special = isNew
            ?
            [
                ("SiloName", member.Name), ("HostName", Dns.GetHostName()), ("ProxyPort", member.GatewayPort),
                ("StartTime", member.Started.UtcDateTime),
            ]
            : [("SuspectTimes", Text(member.Votes))];
        var done = await queries.RunAsync(
            isNew ? "InsertMembershipKey" : "UpdateMembershipKey", First, cancellation, [.. common, .. special]).ConfigureAwait(false);
        return done[0];
    }

    public Task TouchAsync(SiloAddress silo, DateTimeOffset alive, CancellationToken cancellation) => queries.RunAsync(
        "UpdateIAmAlivetimeKey", static _ => true, cancellation, [Cluster, .. Key(silo), ("IAmAliveTime", alive.UtcDateTime)]);

    public Task RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellation) => queries.RunAsync(
        "CleanupDefunctSiloEntriesKey", static _ => true, cancellation, Cluster, ("IAmAliveTime", before.UtcDateTime));

    private static bool First(DbDataReader row) => Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture);

    private static (string, object?)[] Key(SiloAddress silo) =>
        [("Address", silo.Endpoint.Address.ToString()), ("Port", silo.Endpoint.Port), ("Generation", silo.Generation)];

    /// <summary>There is a row with the version alone while there is no silo.</summary>
    private static (int Version, SiloEntry? Member) Read(DbDataReader row)
    {
        var version = row.GetInt32(row.GetOrdinal("Version"));
        if (row.IsDBNull(row.GetOrdinal("Address")))
        {
            return (version, null);
        }

        var address = SiloAddress.New(
            IPAddress.Parse(row.GetString(row.GetOrdinal("Address"))), row.GetInt32(row.GetOrdinal("Port")), row.GetInt32(row.GetOrdinal("Generation")));
        return (version, new(
            address,
            row.GetString(row.GetOrdinal("SiloName")),
            (SiloStatus)row.GetInt32(row.GetOrdinal("Status")),
            row.GetInt32(row.GetOrdinal("ProxyPort")),
            Time(row, "StartTime"),
            Time(row, "IAmAliveTime"),
            row.IsDBNull(row.GetOrdinal("SuspectTimes")) ? [] : Votes(row.GetString(row.GetOrdinal("SuspectTimes")))));
    }

    private static DateTimeOffset Time(DbDataReader row, string column) =>
        new(DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal(column)), DateTimeKind.Utc));

    private static string? Text(ImmutableArray<Vote> votes) => votes.IsEmpty ? null : string.Join('|', votes.Select(vote =>
        $"{vote.By.ToParsableString()},{vote.At.UtcDateTime.ToString(VoteTime, CultureInfo.InvariantCulture)}"));

    private static ImmutableArray<Vote> Votes(string text) =>
    [
        .. from vote in text.Split('|', StringSplitOptions.RemoveEmptyEntries)
           let parts = vote.Split(',')
           select new Vote(
               SiloAddress.FromParsableString(parts[0]),
               DateTimeOffset.ParseExact(parts[1], VoteTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
    ];
}
