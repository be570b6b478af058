namespace Orleans.Camera.Core.Checkpoints;

/// <summary>An event of that number is stored already, or the numbers do not go on from the stored one: two writers, or a fault of one.</summary>
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
