namespace Orleans.Camera.Cli;

internal static class Messages
{
    /// <summary>The message without the name of a method's parameter, which means nothing to a user.</summary>
    public static string WithoutParameter(ArgumentException exception)
    {
        var end = exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
