namespace Orleans.Camera.Abstractions;

/// <summary>A request about a camera that cannot be met. The message says what, where and what to do, without credentials.</summary>
[GenerateSerializer, Alias("camera.exception")]
public sealed class CameraException : Exception
{
    public CameraException()
    {
    }

    public CameraException(string message)
        : base(message)
    {
    }

    public CameraException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
