namespace Orleans.Camera.Cli;

/// <summary>The command line is wrong. The message names the option, the value and what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
