namespace Orleans.Camera.Storage.Sealing;

/// <summary>A key that is missing, unsafe or the wrong one. The message says which file or camera, and what to do.</summary>
public sealed class SealingException : Exception
{
    public SealingException()
    {
    }

    public SealingException(string message)
        : base(message)
    {
    }

    public SealingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
