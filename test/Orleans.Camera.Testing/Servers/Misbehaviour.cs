using System.Text;

namespace Orleans.Camera.Testing.Servers;

/// <summary>Servers as they should not be: scripts for a <see cref="ScriptedServer"/>.</summary>
public static class Misbehaviour
{
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromSeconds(0.5);

    /// <summary>Accepts and says nothing.</summary>
    public static Task MuteAsync(Stream stream, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    /// <summary>Answers one byte at a time, for ever: each byte comes before any time-out between bytes.</summary>
    public static Func<Stream, CancellationToken, Task> Drip(string beginning) => async (stream, cancellationToken) =>
    {
        await ScriptedServer.ReadRequestAsync(stream, cancellationToken);
        for (var i = 0; ; i++)
        {
            await stream.WriteAsync(new[] { (byte)(i < beginning.Length ? beginning[i] : 'x') }, cancellationToken);
            await Task.Delay(BetweenDrops, TimeProvider.System, cancellationToken);
        }
    };

    /// <summary>A header without an end, as fast as it is read.</summary>
    public static Func<Stream, CancellationToken, Task> EndlessHeader(string beginning) => async (stream, cancellationToken) =>
    {
        await ScriptedServer.ReadRequestAsync(stream, cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancellationToken);
        var line = Encoding.ASCII.GetBytes("X-More: " + new string('a', 1000) + "\r\n");
        while (true)
        {
            await stream.WriteAsync(line, cancellationToken);
        }
    };

    /// <summary>Answers every RTSP request the same way.</summary>
    /// <param name="status">For example <c>401 Unauthorized</c>.</param>
    /// <param name="headers">Lines of the answer.</param>
    public static Func<Stream, CancellationToken, Task> Rtsp(string status, params string[] headers) => async (stream, cancellationToken) =>
    {
        while (await ScriptedServer.ReadRequestAsync(stream, cancellationToken) is { } request)
        {
            var number = request.Split("\r\n").First(line => line.StartsWith("CSeq", StringComparison.OrdinalIgnoreCase));
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"RTSP/1.0 {status}\r\n{number}\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n"),
                cancellationToken);
        }
    };

    /// <summary>Answers every HTTP request the same way and closes.</summary>
    public static Func<Stream, CancellationToken, Task> Http(string status, params string[] headers) => async (stream, cancellationToken) =>
    {
        await ScriptedServer.ReadRequestAsync(stream, cancellationToken);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n"),
            cancellationToken);
    };
}
