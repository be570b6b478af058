using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Camera.Storage.Silos;

/// <remarks>Two silos of one name would each be drained, shown and restarted in place of the other.</remarks>
public sealed partial class SiloRegister
{
    /// <summary>Within this, a silo that starts listens at its port.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    /// <returns>What speaks against a second silo of this name; null where the first one is dead.</returns>
    private async Task<string?> NamesakeAsync(NpgsqlConnection connection, SiloRecord silo, CancellationToken cancellationToken)
    {
        if (await FindNamesakeAsync(connection, silo, cancellationToken).ConfigureAwait(false) is not { } first ||
            (first.SinceJoin > LongestStart && !await AnswersAsync(first.Place, cancellationToken).ConfigureAwait(false)))
        {
            return null;
        }

        return $"a silo {silo.Name} runs at {first.Place} already, and said so {first.SinceSeen.TotalSeconds:0} s ago: give this one another name (Camera:Cluster:Silo), "
            + "or, if that one is dead, try again in half a minute";
    }

    /// <summary>The latest silo of this name at another place, unless it was silent for long or the others say that it is dead.</summary>
    private static async Task<(IPEndPoint Place, TimeSpan SinceJoin, TimeSpan SinceSeen)?> FindNamesakeAsync(
        NpgsqlConnection connection, SiloRecord silo, CancellationToken cancellationToken)
    {
        // 6 is dead. Of a silo that was started again at its place, the latest generation counts.
        var command = new NpgsqlCommand(
            """
            select address, port, clock_timestamp() - joined, clock_timestamp() - seen from silo
            where name = $1 and address <> '' and (address, port) <> ($3, $4) and seen > clock_timestamp() - interval '30 seconds' and 6 is distinct from (
              select status from orleans_silo member
              where deployment_id = $2 and member.address = silo.address and member.port = silo.port and silo_name = $1
              order by generation desc limit 1)
            """,
            connection);
        await using (command.ConfigureAwait(false))
        {
            Add(command, silo.Name, silo.Cluster, $"{silo.Place.Address}");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = silo.Place.Port });
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? (new IPEndPoint(IPAddress.Parse(reader.GetString(0)), reader.GetInt32(1)), reader.GetTimeSpan(2), reader.GetTimeSpan(3))
                    : null;
            }
        }
    }

    /// <summary>Whether anybody listens there; one who does not answer may be cut off, frozen, or dead with its machine.</summary>
    private async Task<bool> AnswersAsync(IPEndPoint place, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(place, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
