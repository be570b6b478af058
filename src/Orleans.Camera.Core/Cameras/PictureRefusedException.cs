namespace Orleans.Camera.Core.Cameras;

/// <summary>As many pictures wait to be worked on as may. It says nothing about the picture: ask again later.</summary>
public sealed class PictureRefusedException : IOException
{
    public PictureRefusedException()
    {
    }

    public PictureRefusedException(string message)
        : base(message)
    {
    }

    public PictureRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
