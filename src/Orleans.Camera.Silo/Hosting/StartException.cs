namespace Orleans.Camera.Silo.Hosting;

/// <summary>A silo may not or cannot start. The message says why and what to do; nothing else was disturbed.</summary>
public sealed class StartException : Exception
{
    public StartException()
    {
    }

    public StartException(string message)
        : base(message)
    {
    }

    public StartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
