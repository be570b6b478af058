namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>
/// The stand-in's types that Orleans keeps in assemblies other than its abstractions. Their packages bring dependencies
/// along, so the compiler holds them against Orleans instead, where these tests are built on it.
/// </summary>
internal static class OtherAssemblies
{
    public static readonly string[] Types =
    [
        // Orleans.Serialization.Abstractions
        "Orleans.AliasAttribute",
        "Orleans.GenerateSerializerAttribute",
        "Orleans.IdAttribute",
        "Orleans.ImmutableAttribute",
        "Orleans.ResponseTimeoutAttribute",

        // Orleans.Serialization
        "Orleans.Serialization.CodecNotFoundException",
        "Orleans.Serialization.Invocation.IInvokable",
        "Orleans.Serialization.SerializerException",
        "Orleans.Serialization.UnavailableExceptionFallbackException",

        // Orleans.Clustering.AdoNet
        "Orleans.Configuration.AdoNetClusteringClientOptions",
        "Orleans.Configuration.AdoNetClusteringSiloOptions",
        "Orleans.Hosting.AdoNetHostingExtensions",

        // Orleans.Connections.Security
        "Orleans.Connections.Security.RemoteCertificateMode",
        "Orleans.Connections.Security.RemoteCertificateValidator",
        "Orleans.Connections.Security.TlsOptions",
        "Orleans.Hosting.OrleansConnectionSecurityHostingExtensions",

        // Orleans.Core
        "Microsoft.Extensions.Hosting.OrleansClientGenericHostExtensions",
        "Orleans.Configuration.ClientMessagingOptions",
        "Orleans.Configuration.ClusterMembershipOptions",
        "Orleans.Configuration.ClusterOptions",
        "Orleans.Configuration.GatewayOptions",
        "Orleans.Configuration.MessagingOptions",
        "Orleans.GrainState`1",
        "Orleans.IClusterClient",
        "Orleans.IGrainState`1",
        "Orleans.Hosting.ClientBuilderExtensions",
        "Orleans.Hosting.ClientBuilderGrainCallFilterExtensions",
        "Orleans.Hosting.IClientBuilder",
        "Orleans.KeepAliveAttribute",
        "Orleans.Placement.IPlacementFilterDirector",
        "Orleans.Placement.PlacementFilterExtensions",
        "Orleans.Runtime.ILocalSiloDetails",
        "Orleans.Runtime.Messaging.ConnectionFailedException",
        "Orleans.Runtime.Placement.IPlacementContext",
        "Orleans.Runtime.Placement.IPlacementDirector",
        "Orleans.Runtime.Placement.PlacementTarget",
        "Orleans.Runtime.SiloStatus",
        "Orleans.ServiceLifecycleStage",
        "Orleans.Storage.BadProviderConfigException",
        "Orleans.Storage.IGrainStorage",
        "Orleans.Storage.InconsistentStateException",

        // Orleans.Runtime
        "Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions",
        "Orleans.Configuration.EndpointOptions",
        "Orleans.Configuration.GrainCollectionOptions",
        "Orleans.Configuration.SiloMessagingOptions",
        "Orleans.Configuration.SiloOptions",
        "Orleans.Hosting.CoreHostingExtensions",
        "Orleans.Hosting.GrainCallFilterSiloBuilderExtensions",
        "Orleans.Hosting.ISiloBuilder",
        "Orleans.Hosting.PlacementStrategyExtensions",
        "Orleans.Hosting.SiloBuilderExtensions",
        "Orleans.Hosting.SiloBuilderStartupExtensions",
        "Orleans.Runtime.ClusterMember",
        "Orleans.Runtime.ClusterMembershipSnapshot",
        "Orleans.Runtime.Hosting.StorageProviderExtensions",
        "Orleans.Runtime.IClusterMembershipService",
        "Orleans.Runtime.IPersistentState`1",
        "Orleans.Runtime.ISiloLifecycle",
        "Orleans.Runtime.IStartupTask",
        "Orleans.Runtime.PersistentStateAttribute",
    ];
}
