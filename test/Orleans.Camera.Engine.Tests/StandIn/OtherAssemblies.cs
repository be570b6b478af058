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
        "Orleans.Serialization.Serializer",
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
        "Orleans.Utilities.ObserverManager`1",
        "Orleans.Utilities.ObserverManager`2",

        // Orleans.Runtime
        "Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions",
        "Orleans.Configuration.EndpointOptions",
        "Orleans.Configuration.GrainCollectionOptions",
        "Orleans.Configuration.GrainDirectoryOptions",
        "Orleans.Configuration.SiloMessagingOptions",
        "Orleans.Configuration.SiloOptions",
        "Orleans.Hosting.CoreHostingExtensions",
        "Orleans.Hosting.GrainCallFilterSiloBuilderExtensions",
        "Orleans.Hosting.ISiloBuilder",
        "Orleans.Hosting.PlacementStrategyExtensions",
        "Orleans.Hosting.SiloBuilderExtensions",
        "Orleans.Runtime.ClusterMember",
        "Orleans.Runtime.ClusterMembershipSnapshot",
        "Orleans.Runtime.Hosting.StorageProviderExtensions",
        "Orleans.Runtime.IClusterMembershipService",
        "Orleans.Runtime.IPersistentState`1",
        "Orleans.Runtime.ISiloLifecycle",
        "Orleans.Runtime.MembershipService.SiloMetadata.ISiloMetadataCache",
        "Orleans.Runtime.MembershipService.SiloMetadata.SiloMetadata",
        "Orleans.Runtime.MembershipService.SiloMetadata.SiloMetadataHostingExtensions",
        "Orleans.Runtime.PersistentStateAttribute",

        // Orleans.Persistence.Memory
        "Orleans.Hosting.MemoryGrainStorageSiloBuilderExtensions",

        // Orleans.Streaming
        "Orleans.ClientStreamingExtensions",
        "Orleans.GrainStreamingExtensions",
        "Orleans.Hosting.ClientBuilderStreamingExtensions",
        "Orleans.Hosting.IClusterClientMemoryStreamConfigurator",
        "Orleans.Hosting.ISiloMemoryStreamConfigurator",
        "Orleans.Hosting.SiloBuilderMemoryStreamExtensions",
        "Orleans.Runtime.StreamId",
        "Orleans.Streams.AsyncObservableExtensions",
        "Orleans.Streams.IAsyncObservable`1",
        "Orleans.Streams.IAsyncObserver`1",
        "Orleans.Streams.IAsyncStream",
        "Orleans.Streams.IAsyncStream`1",
        "Orleans.Streams.IStreamProvider",
        "Orleans.Streams.StreamSequenceToken",
        "Orleans.Streams.StreamSubscriptionHandle`1",
        "Orleans.Streams.StreamSubscriptionHandleExtensions",

        // Orleans.Reminders, and its provider for ADO.NET
        "Orleans.Configuration.AdoNetReminderTableOptions",
        "Orleans.GrainReminderExtensions",
        "Orleans.Hosting.ReminderOptions",
        "Orleans.Hosting.SiloBuilderReminderExtensions",
        "Orleans.Hosting.SiloBuilderReminderMemoryExtensions",
        "Orleans.IRemindable",
        "Orleans.Runtime.IGrainReminder",
        "Orleans.Runtime.ReminderException",
        "Orleans.Runtime.TickStatus",
    ];
}
