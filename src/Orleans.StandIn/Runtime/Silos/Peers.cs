using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>What silos say to each other: calls, and migrating grains. Everything here is bytes.</summary>
internal sealed class Peers(Silo silo, ITransport transport)
{
    private enum Kind : byte
    {
        Call,
        Migration,
    }

    private enum Outcome : byte
    {
        Result,
        Fault,
        Rerouted,
    }

    public async Task<object?> CallAsync(SiloAddress target, Call call)
    {
        var writer = new WireWriter(silo.Codecs);
        writer.Raw(Kind.Call);
        writer.Value(call.Target, typeof(GrainId));
        writer.Value(call.Source, typeof(GrainId?));
        writer.Value(call.Context, typeof(Dictionary<string, object>));
        writer.Text(silo.Codecs.Names.NameOf(call.Method.Interface));
        writer.Text(call.Method.Name);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            writer.Value(call.Arguments[i], call.Method.Parameters[i]);
        }

        var answer = await transport.RequestAsync(target, writer.Bytes, call.Token).ConfigureAwait(false);
        var reader = new WireReader(silo.Codecs, answer);
        return reader.Raw<Outcome>() switch
        {
            Outcome.Result => reader.Value(call.Method.ResultType),
            Outcome.Rerouted => PendingCall.Rerouted,
            _ => throw (Exception)reader.Value(typeof(Exception))!,
        };
    }

    public async Task MigrateAsync(SiloAddress target, GrainAddress from, Dictionary<string, byte[]> values)
    {
        var writer = new WireWriter(silo.Codecs);
        writer.Raw(Kind.Migration);
        writer.Value(from, typeof(GrainAddress));
        writer.Value(values, typeof(Dictionary<string, byte[]>));
        await transport.RequestAsync(target, writer.Bytes, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Answers one request. Never throws: a fault is an answer too.</summary>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        try
        {
            var reader = new WireReader(silo.Codecs, request);
            switch (reader.Raw<Kind>())
            {
                case Kind.Call:
                    return await AnswerCallAsync(reader, cancellation).ConfigureAwait(false);
                case Kind.Migration:
                    var from = (GrainAddress)reader.Value(typeof(GrainAddress))!;
                    var values = (Dictionary<string, byte[]>)reader.Value(typeof(Dictionary<string, byte[]>))!;
                    silo.Catalog.Take(from.GrainId, new(silo.Codecs, from, values));
                    return Answer(Outcome.Result, null, typeof(object));
                default:
                    throw new SerializerException("A request of unknown kind.");
            }
        }
        catch (Exception exception)
        {
            return Answer(Outcome.Fault, exception, typeof(Exception));
        }
    }

    private async Task<ReadOnlyMemory<byte>> AnswerCallAsync(WireReader reader, CancellationToken cancellation)
    {
        var target = (GrainId)reader.Value(typeof(GrainId))!;
        var source = (GrainId?)reader.Value(typeof(GrainId?));
        var context = (Dictionary<string, object>?)reader.Value(typeof(Dictionary<string, object>));
        var method = silo.Methods.Find(reader.Text() ?? "", reader.Text() ?? "");
        var call = new Call
        {
            Target = target,
            Source = source,
            Context = context,
            Method = method,
            Arguments = [.. method.Parameters.Select(reader.Value)],
            Token = cancellation,
        };
        var result = ObserverRegistry.IsObserver(target)
            ? await silo.Observers.CallAsync(call).ConfigureAwait(false)
            : await silo.Catalog.CallAsync(call).ConfigureAwait(false);
        return ReferenceEquals(result, PendingCall.Rerouted)
            ? Answer(Outcome.Rerouted, null, typeof(object))
            : Answer(Outcome.Result, result, method.ResultType);
    }

    private ReadOnlyMemory<byte> Answer(Outcome outcome, object? value, Type type)
    {
        var writer = new WireWriter(silo.Codecs);
        writer.Raw(outcome);
        writer.Value(value, type);
        return writer.Bytes;
    }
}
