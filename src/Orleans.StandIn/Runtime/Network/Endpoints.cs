using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>
/// Makes connections, and listens for them with Kestrel. Both sides begin by naming the protocol, the cluster and
/// themselves: who is of another cluster gets no further.
/// </summary>
internal sealed class Endpoints(IOptions<ClusterOptions> cluster, TimeProvider time, ILoggerFactory logs, Tls? tls = null)
{
    private const string Protocol = "orleans.stand-in/1";
    private const int MaxGreeting = 1024;
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(5);
    private readonly ILogger _log = logs.CreateLogger("Orleans.StandIn");

    /// <summary>Listens until the result is disposed, and runs each connection to its end.</summary>
    /// <param name="self">How this side names itself.</param>
    /// <param name="answering">Gives what answers the other side, once that has named itself.</param>
    /// <param name="serve">Runs one connection.</param>
    public async Task<IAsyncDisposable> ListenAsync(IPEndPoint endpoint, string self, Func<string, Answer> answering, Func<Connection, Task> serve)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(endpoint, listen =>
        {
            tls?.Listen(listen);
            listen.Run(context => ServeAsync(context, self, answering, serve));
        }));
        var application = builder.Build();
        await application.StartAsync().ConfigureAwait(false);
        return application;
    }

    /// <summary>Connects and greets. The caller runs the connection.</summary>
    /// <exception cref="ConnectionFailedException">Nobody is there, or somebody of another cluster.</exception>
    public async Task<Connection> ConnectAsync(IPEndPoint endpoint, string self, Answer answer, CancellationToken cancellation)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = new Limit(GreetingLimit, time, cancellation);
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            stream = tls is null ? stream : await tls.ConnectAsync(stream, endpoint, limit.Token).ConfigureAwait(false);
            var pipe = new StreamPipe(PipeReader.Create(stream), PipeWriter.Create(stream));
            await GreetAsync(pipe, self, limit.Token).ConfigureAwait(false);
            var peer = await ReadGreetingAsync(pipe, limit.Token).ConfigureAwait(false);
            return new(peer, pipe, stream.Dispose, answer, time);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            throw new ConnectionFailedException($"No connection to {endpoint}: {exception.Message}", exception);
        }
    }

    private async Task ServeAsync(ConnectionContext context, string self, Func<string, Answer> answering, Func<Connection, Task> serve)
    {
        try
        {
            string peer;
            using (var limit = new Limit(GreetingLimit, time, context.ConnectionClosed))
            {
                // The greeting of this side comes first: it tells a stranger where it has come to.
                await GreetAsync(context.Transport, self, limit.Token).ConfigureAwait(false);
                peer = await ReadGreetingAsync(context.Transport, limit.Token).ConfigureAwait(false);
            }

            await serve(new(peer, context.Transport, () => context.Abort(), answering(peer), time)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _log.ConnectionRefused(context.RemoteEndPoint, exception.Message);
            context.Abort();
        }
    }

    private async Task GreetAsync(IDuplexPipe pipe, string self, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetBytes($"{Protocol}\n{cluster.Value.ClusterId}\n{self}");
        BinaryPrimitives.WriteInt32LittleEndian(pipe.Output.GetSpan(sizeof(int)), text.Length);
        pipe.Output.Advance(sizeof(int));
        pipe.Output.Write(text);
        await pipe.Output.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<string> ReadGreetingAsync(IDuplexPipe pipe, CancellationToken cancellation)
    {
        var stream = pipe.Input.AsStream();
        var length = BinaryPrimitives.ReadInt32LittleEndian(await Connection.ReadBodyAsync(stream, sizeof(int), cancellation).ConfigureAwait(false));
        var text = length is < 0 or > MaxGreeting
            ? throw new InvalidDataException($"A greeting of {length} bytes.")
            : Encoding.UTF8.GetString(await Connection.ReadBodyAsync(stream, length, cancellation).ConfigureAwait(false));
        return text.Split('\n') switch
        {
            [Protocol, var other, var peer] when other == cluster.Value.ClusterId => peer,
            [Protocol, var other, _] => throw new InvalidDataException($"the cluster there is '{other}', here it is '{cluster.Value.ClusterId}'"),
            _ => throw new InvalidDataException("another protocol is spoken there"),
        };
    }

    private sealed record StreamPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>The host of this process decides when to stop.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
