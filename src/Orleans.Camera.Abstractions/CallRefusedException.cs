namespace Orleans.Camera.Abstractions;

/// <summary>A call from outside without a token, or whose token does not allow it. The message says which call, why and what to do.</summary>
[GenerateSerializer, Alias("camera.refused")]
public sealed class CallRefusedException : Exception
{
    public CallRefusedException()
    {
    }

    public CallRefusedException(string message)
        : base(message)
    {
    }

    public CallRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
