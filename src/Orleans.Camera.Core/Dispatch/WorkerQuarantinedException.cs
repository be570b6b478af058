namespace Orleans.Camera.Core.Dispatch;

/// <summary>A worker was not called, because it failed too often. Another may be; this one is tried again by itself.</summary>
public sealed class WorkerQuarantinedException : Exception
{
    public WorkerQuarantinedException()
    {
    }

    public WorkerQuarantinedException(string message)
        : base(message)
    {
    }

    public WorkerQuarantinedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
