namespace Orleans.Runtime
{
    /// <summary>One activation, as its grain and its filters see it.</summary>
    public interface IGrainContext : IEquatable<IGrainContext>
    {
        GrainId GrainId { get; }

        object? GrainInstance { get; }

        ActivationId ActivationId { get; }

        GrainAddress Address { get; }

        /// <summary>The services of this activation: its scope ends with it.</summary>
        IServiceProvider ActivationServices { get; }

        IGrainLifecycle ObservableLifecycle { get; }

        /// <summary>Ends when the activation has. Never awaited in a turn of the same grain.</summary>
        Task Deactivated { get; }

        /// <summary>Begins the end of this activation and returns at once.</summary>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

        /// <summary>As <see cref="Deactivate"/>, and moves the grain to the silo that placement chooses.</summary>
        void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);
    }

    /// <summary>The running timer of a grain.</summary>
    public interface IGrainTimer : IDisposable
    {
        /// <summary>Plans the next tick anew. Inside a callback it takes effect when that has ended.</summary>
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>When a timer ticks, and how its ticks are treated.</summary>
    public readonly struct GrainTimerCreationOptions()
    {
        public required TimeSpan DueTime { get; init; }

        public required TimeSpan Period { get; init; }

        /// <summary>Whether ticks interleave with calls. Default: no.</summary>
        public bool Interleave { get; init; }

        /// <summary>Whether ticks keep the activation from being collected. Default: no.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    /// <summary>Why an activation ends.</summary>
    public readonly struct DeactivationReason
    {
        public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
        {
        }

        public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
        {
            ReasonCode = code;
            Exception = exception;
            Description = text;
        }

        public DeactivationReasonCode ReasonCode { get; }

        public string Description { get; }

        public Exception? Exception { get; }

        public override string ToString() =>
            Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
    }

    [GenerateSerializer]
    public enum DeactivationReasonCode : byte
    {
        None,
        ShuttingDown,
        ActivationFailed,
        DirectoryFailure,
        ActivationIdle,
        ActivationUnresponsive,
        DuplicateActivation,
        IncompatibleRequest,
        ApplicationError,
        ApplicationRequested,
        Migrating,
        RuntimeRequested,
        HighMemoryPressure,
    }
}
