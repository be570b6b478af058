namespace Orleans.Camera.Cli;

/// <summary>What the process answers to its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command did its work and the answer is no: a check or a demo that failed, or a fault of this program.</summary>
    public const int Failure = 1;

    public const int WrongUsage = 2;

    /// <summary>A source cannot be opened or broke off, or a file cannot be read or written.</summary>
    public const int Source = 3;

    public const int Model = 4;

    /// <summary>There is no cluster, it does not answer, or a silo may not join it or cannot go on.</summary>
    public const int Cluster = 5;

    /// <summary>By Ctrl-C or SIGTERM: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
