namespace Orleans.Camera.Storage.Migrations;

/// <summary>A schema that this program cannot use. The message says why, and what to do.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
