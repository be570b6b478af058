namespace Orleans.Camera.Core.Detecting;

/// <summary>
/// Whoever looked at a picture died, hung or could not be started. It says nothing about the picture: give it to another
/// worker, or again.
/// </summary>
public sealed class WorkerLostException : Exception
{
    public WorkerLostException()
    {
    }

    public WorkerLostException(string message)
        : base(message)
    {
    }

    public WorkerLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
