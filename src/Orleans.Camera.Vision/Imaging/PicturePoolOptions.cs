using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>How many processes work on pictures, and how many pictures may wait for them.</summary>
public sealed record PicturePoolOptions
{
    /// <summary>1 to 64; they are started with the first picture.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Pictures that may wait for a process, 1 to 64; one more is refused. What waits is handed over at once.</summary>
    public int Queue { get; init; } = 10;

    /// <summary>How each process is kept. Its slots and lanes are set by the pool.</summary>
    public IsolationOptions Process { get; init; } = new()
    {
        MostMemory = 512L << 20,
        LongestAnswer = TimeSpan.FromSeconds(30), // of all that is handed over at once
        LongestWait = TimeSpan.FromSeconds(20),
    };

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate()
    {
        Require(Processes, nameof(Processes));
        Require(Queue, nameof(Queue));
        Process.Validate();
    }

    private static void Require(int value, string option)
    {
        if (value is < 1 or > RingShape.MostSlots)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be 1 to {RingShape.MostSlots}.");
        }
    }
}
