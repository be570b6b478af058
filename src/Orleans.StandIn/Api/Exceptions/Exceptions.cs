using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>What goes wrong inside the engine.</summary>
    [GenerateSerializer]
    public class OrleansException : Exception
    {
        public OrleansException() : base("Unexpected error.")
        {
        }

        public OrleansException(string message) : base(message)
        {
        }

        public OrleansException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>A call was turned away before it ran.</summary>
    [GenerateSerializer]
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message) : base(message)
        {
        }

        internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>The silo that should have answered is gone, or none can take the grain.</summary>
    [GenerateSerializer]
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        public SiloUnavailableException() : base("Silo unavailable")
        {
        }

        public SiloUnavailableException(string msg) : base(msg)
        {
        }

        public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>An observer is no longer there.</summary>
    [GenerateSerializer]
    public sealed class ClientNotAvailableException : OrleansException
    {
        internal ClientNotAvailableException(GrainId clientId) : base($"No activation for client {clientId}")
        {
        }
    }

    /// <summary>The silo is configured wrongly.</summary>
    [GenerateSerializer]
    public sealed class OrleansConfigurationException : Exception
    {
        public OrleansConfigurationException(string message) : base(message)
        {
        }

        public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Runtime.Messaging
{
    /// <summary>No connection could be made.</summary>
    [GenerateSerializer]
    public class ConnectionFailedException : OrleansException
    {
        public ConnectionFailedException(string message) : base(message)
        {
        }

        public ConnectionFailedException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>A grain asked for a store that is not configured.</summary>
    [GenerateSerializer]
    public sealed class BadProviderConfigException : OrleansException
    {
        public BadProviderConfigException(string msg) : base(msg)
        {
        }
    }

    /// <summary>The stored state is not the one that was read: another activation has written.</summary>
    [GenerateSerializer]
    public class InconsistentStateException : OrleansException
    {
        public InconsistentStateException(string message) : base(message)
        {
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg)
        {
            StoredEtag = storedEtag;
            CurrentEtag = currentEtag;
        }

        /// <summary>The tag that the store holds.</summary>
        [Id(1)]
        public string? StoredEtag { get; private set; }

        /// <summary>The tag that the writer held.</summary>
        [Id(2)]
        public string? CurrentEtag { get; private set; }

        /// <summary>Only the activation whose own write failed is deactivated, not those that pass the error on.</summary>
        [Id(0)]
        internal bool IsSourceActivation { get; set; } = true;
    }
}

namespace Orleans.Serialization
{
    /// <summary>A value cannot be copied, written or read.</summary>
    [GenerateSerializer]
    public class SerializerException : Exception
    {
        public SerializerException()
        {
        }

        public SerializerException(string message) : base(message)
        {
        }

        public SerializerException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>The type of the value may not travel.</summary>
    [GenerateSerializer]
    public sealed class CodecNotFoundException : SerializerException
    {
        public CodecNotFoundException(string message) : base(message)
        {
        }
    }

    /// <summary>Stands for an exception whose type the reader does not know.</summary>
    public sealed class UnavailableExceptionFallbackException : Exception
    {
        public UnavailableExceptionFallbackException()
        {
        }

        public UnavailableExceptionFallbackException(string message, Exception innerException) : base(message, innerException)
        {
        }

        /// <summary>The name of the type that was thrown.</summary>
        public string? ExceptionType { get; internal set; }

        public override string ToString() => $"Unknown exception of type {ExceptionType}: {base.ToString()}";
    }
}
