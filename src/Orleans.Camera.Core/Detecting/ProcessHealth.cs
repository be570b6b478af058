namespace Orleans.Camera.Core.Detecting;

/// <summary>A child process that works on pictures, as it is now.</summary>
/// <param name="Id">Its process number; 0 while there is none.</param>
/// <param name="Memory">What it occupies, in bytes.</param>
/// <param name="MostMemory">What it may occupy, in bytes.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Trouble">Why the one before ended; empty where none did.</param>
public sealed record ProcessHealth(int Id, long Memory, long MostMemory, int Restarts, string Trouble)
{
    /// <summary>Whether it ended again and again, and is started again only now and then.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>What processors have worked for it and for those before it, at the last look.</summary>
    public TimeSpan CpuTime { get; init; }
}
