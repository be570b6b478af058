namespace Orleans.Camera.Core.Checkpoints;

/// <summary>The store did not answer, or not in time: nobody knows whether it did what was asked.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
