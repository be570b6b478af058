using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Camera.Abstractions;

/// <summary>How a client shows the token that <c>camera token</c> made for it.</summary>
public static class CallerToken
{
    /// <summary>Under which name the token travels in the request context.</summary>
    public const string ContextKey = "camera.token";

    /// <summary>Shows a token with every call of the client that is built from these services.</summary>
    public static IServiceCollection AddCameraToken(this IServiceCollection services, string token)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return services.AddCameraToken(() => token);
    }

    /// <summary>The same, for a token that is renewed: it is asked for at every call.</summary>
    public static IServiceCollection AddCameraToken(this IServiceCollection services, Func<string> token)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(token);
        return services.AddSingleton<IOutgoingGrainCallFilter>(new TokenFilter(token));
    }

    private sealed class TokenFilter(Func<string> token) : IOutgoingGrainCallFilter
    {
        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            // Objects of other clients are told nothing with which they could call in this one's name.
            if (context.TargetId.IsClient())
            {
                RequestContext.Remove(ContextKey);
            }
            else
            {
                RequestContext.Set(ContextKey, token());
            }

            await context.Invoke().ConfigureAwait(true);
        }
    }
}
