namespace Orleans.Runtime;

/// <summary>How a request begins on the wire.</summary>
internal enum RequestKind : byte
{
    Call,
    Question,
}

/// <summary>Calls, questions and their answers as bytes.</summary>
internal sealed class CallFormat(Codecs codecs, GrainMethods methods)
{
    private enum Outcome : byte
    {
        Result,
        Fault,
        Rerouted,
    }

    public WireReader Reader(ReadOnlyMemory<byte> bytes) => new(codecs, bytes);

    public ReadOnlyMemory<byte> Write(Call call)
    {
        var writer = new WireWriter(codecs);
        writer.Raw(RequestKind.Call);
        writer.Value(call.Target, typeof(GrainId));
        writer.Value(call.Source, typeof(GrainId?));
        writer.Value(call.Context, typeof(Dictionary<string, object>));
        writer.Text(codecs.Names.NameOf(call.Method.Interface));
        writer.Text(call.Method.Name);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            writer.Value(call.Arguments[i], call.Method.Parameters[i]);
        }

        return writer.Bytes;
    }

    /// <summary>Reads what follows <see cref="RequestKind.Call"/>.</summary>
    /// <param name="source">Who calls, where the bytes are not to be trusted with that.</param>
    public Call ReadCall(WireReader reader, GrainId? source, CancellationToken cancellation)
    {
        var target = (GrainId)reader.Value(typeof(GrainId))!;
        var written = (GrainId?)reader.Value(typeof(GrainId?));
        var context = (Dictionary<string, object>?)reader.Value(typeof(Dictionary<string, object>));
        var method = methods.Find(reader.Text() ?? "", reader.Text() ?? "");
        return new Call
        {
            Target = target,
            Source = source ?? written,
            Context = context,
            Method = method,
            Arguments = [.. method.Parameters.Select(reader.Value)],
            Token = cancellation,
        };
    }

    public ReadOnlyMemory<byte> WriteQuestion(object question)
    {
        var writer = new WireWriter(codecs);
        writer.Raw(RequestKind.Question);
        writer.Value(question, typeof(object));
        return writer.Bytes;
    }

    /// <summary>Answers with what a function gives, or throws.</summary>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(Func<Task<(object? Value, Type Type)>> work)
    {
        try
        {
            var (value, type) = await work().ConfigureAwait(false);
            return ReferenceEquals(value, PendingCall.Rerouted)
                ? Answer(Outcome.Rerouted, null, typeof(object))
                : Answer(Outcome.Result, value, type);
        }
        catch (Exception exception)
        {
            return Answer(Outcome.Fault, exception, typeof(Exception));
        }
    }

    /// <summary>The result, or <see cref="PendingCall.Rerouted"/>, or the exception of the other side is thrown.</summary>
    public object? ReadAnswer(ReadOnlyMemory<byte> answer, Type type)
    {
        var reader = new WireReader(codecs, answer);
        return reader.Raw<Outcome>() switch
        {
            Outcome.Result => reader.Value(type),
            Outcome.Rerouted => PendingCall.Rerouted,
            _ => throw (Exception)reader.Value(typeof(Exception))!,
        };
    }

    private ReadOnlyMemory<byte> Answer(Outcome outcome, object? value, Type type)
    {
        var writer = new WireWriter(codecs);
        writer.Raw(outcome);
        writer.Value(value, type);
        return writer.Bytes;
    }
}
