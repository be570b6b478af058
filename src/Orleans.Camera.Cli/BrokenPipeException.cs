namespace Orleans.Camera.Cli;

/// <summary>The reader of standard output has gone.</summary>
internal sealed class BrokenPipeException() : Exception("the reader of standard output has gone");
