using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Silo.Security;

/// <summary>Lets a call through that shows a silo's proof, or a token whose role its method needs. Everything else is refused.</summary>
internal sealed partial class CallGuard(ClusterTokens tokens, TimeProvider time, ILogger<CallGuard> log) : IIncomingGrainCallFilter
{
    private const int MostKnown = 1_000;
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Tokens whose signature was right: the same few come with every call.</summary>
    private readonly ConcurrentDictionary<string, Caller> _known = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private long? _lastLine;
    private long _refused;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (CallRules.RoleOf(context.InterfaceMethod) is { } needed && FaultOf(RequestContext.Get(CallerToken.ContextKey) as string, needed) is { Length: > 0 } fault)
        {
            var refusal = $"The call {context.InterfaceMethod.DeclaringType?.Name}.{context.InterfaceMethod.Name} was refused: {fault}";
            Tell(refusal);
            throw new CallRefusedException(refusal);
        }

        // Nothing that the grain does, nor the answer, carries the caller's token on.
        RequestContext.Remove(CallerToken.ContextKey);
        await context.Invoke().ConfigureAwait(true);
    }

    private string FaultOf(string? token, CallerRole needed)
    {
        if (!_known.TryGetValue(token ?? "", out var caller))
        {
            caller = tokens.Read(token, out var fault);
            if (caller is null)
            {
                return fault;
            }

            Remember(token!, caller);
        }

        return !caller.May(needed)
            ? $"it needs the role {ClusterTokens.WordOf(needed)}, and the token of '{caller.Name}' has {ClusterTokens.WordOf(caller.Role!.Value)}: "
                + $"ask for one made with 'camera token --role {ClusterTokens.WordOf(needed)}'"
            : tokens.EndOf(caller);
    }

    private void Remember(string token, Caller caller)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[token] = caller;
    }

    /// <summary>Whoever tries again and again must not fill the log.</summary>
    private void Tell(string refusal)
    {
        long others;
        lock (_lock)
        {
            if (_lastLine is { } last && time.GetElapsedTime(last) < BetweenLines)
            {
                _refused++;
                return;
            }

            (others, _refused, _lastLine) = (_refused, 0, time.GetTimestamp());
        }

        LogRefused(log, refusal, others);
    }
}
