namespace Orleans.Camera.Cli.Cluster;

/// <summary>There is no cluster, or it does not answer, or cannot be started. The message says what to do.</summary>
internal sealed class ClusterException(string message, Exception? innerException = null) : Exception(message, innerException);
