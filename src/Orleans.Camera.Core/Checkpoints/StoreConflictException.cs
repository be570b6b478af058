namespace Orleans.Camera.Core.Checkpoints;

/// <summary>An event of that number is stored already, with another content: two writers, or a fault of one.</summary>
public sealed class StoreConflictException : Exception
{
    public StoreConflictException()
    {
    }

    public StoreConflictException(string message)
        : base(message)
    {
    }

    public StoreConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
