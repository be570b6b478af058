using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Security;

internal static class SecurityRegistration
{
    /// <summary>From here on every call is looked at, those of the engine too.</summary>
    public static ISiloBuilder AddCallGuard(this ISiloBuilder silo, SiloSettings settings)
    {
        silo.Services.AddSingleton(provider => ClusterTokens.Of(settings, provider.GetRequiredService<TimeProvider>(), mayCreate: true));
        silo.AddIncomingGrainCallFilter<CallGuard>();
        silo.AddOutgoingGrainCallFilter<SiloProof>();
        return silo;
    }
}
