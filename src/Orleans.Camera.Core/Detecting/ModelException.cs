namespace Orleans.Camera.Core.Detecting;

/// <summary>A model cannot be loaded or answers nonsense. The message says what, where and what to do.</summary>
public sealed class ModelException : Exception
{
    public ModelException()
    {
    }

    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
