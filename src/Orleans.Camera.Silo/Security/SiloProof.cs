using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Silo.Security;

/// <summary>
/// Shows with every call of a silo that it comes from a silo. Who calls cannot be told from the call itself: a client writes
/// its own name there, and may write any other.
/// </summary>
internal sealed class SiloProof(ClusterTokens tokens) : IOutgoingGrainCallFilter
{
    private readonly string _proof = tokens.IssueForSilo();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        // What is told to a client must not hold what would make it a silo.
        if (context.TargetId.IsClient())
        {
            RequestContext.Remove(CallerToken.ContextKey);
        }
        else
        {
            RequestContext.Set(CallerToken.ContextKey, _proof);
        }

        await context.Invoke().ConfigureAwait(true);
    }
}
