using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The caller's side of every call: copies the arguments, runs the filters, waits no longer than it should.</summary>
internal sealed class Caller(
    Codecs codecs, GrainMethods methods, Func<Call, Task<object?>> send, TimeProvider time, TimeSpan timeout, IOutgoingGrainCallFilter[] filters)
{
    public IOutgoingGrainCallFilter[] Filters => filters;

    public object Reference(GrainId id, Type type)
    {
        methods.Check(type);
        return ReferenceProxy.Make(this, id, type);
    }

    public object? Call(ReferenceProxy reference, MethodInfo info, object?[] given)
    {
        var method = methods.Of(info);
        var source = RuntimeContext.Current;
        var (arguments, token) = method.Copy(given, codecs);
        var call = new Call
        {
            Target = reference.Id,
            Method = method,
            Arguments = arguments,
            Token = token,
            Source = source?.GrainId,
            Context = RequestContext.Snapshot(),
        };
        var result = filters.Length == 0 && source?.GrainInstance is not IOutgoingGrainCallFilter
            ? SendAsync(call)
            : new OutgoingCall(call, reference, source, () => SendAsync(call)).RunAsync();
        return method.ToCaller(result);
    }

    private async Task<object?> SendAsync(Call call)
    {
        call.Token.ThrowIfCancellationRequested();
        var result = send(call);
        if (call.Method.IsOneWay)
        {
            result.Ignore();
            return null;
        }

        var limit = call.Method.Timeout ?? timeout;
        try
        {
            return await result.WaitAsync(limit, time, call.Token).ConfigureAwait(false);
        }
        catch (TimeoutException exception) when (!result.IsCompleted)
        {
            result.Ignore();
            throw new TimeoutException($"Response did not arrive on time in {limit} for {call}. It may still be running.", exception);
        }
        catch (OperationCanceledException exception) when (!result.IsCompleted)
        {
            result.Ignore();
            throw new OperationCanceledException($"The call {call} was cancelled. It may still be running.", exception, call.Token);
        }
    }
}
