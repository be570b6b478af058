namespace Orleans.Camera.Core.Frames;

/// <summary>A source cannot be opened or broke off. The message says what, where and what to do, without credentials.</summary>
public sealed class SourceException : Exception
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
