namespace Orleans.Camera.Vision.Isolation;

/// <summary>How a child process that works on pictures is kept.</summary>
public sealed record IsolationOptions
{
    private const int Mega = 1 << 20;

    /// <summary>
    /// The program and its arguments that become the child, which runs <see cref="WorkerProgram"/>; null for this very
    /// program, with the word <see cref="WorkerProgram.Command"/>.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Most memory of a child in bytes: the kernel refuses it more, and a child above that is ended.</summary>
    public long MostMemory { get; init; } = 2048L * Mega;

    /// <summary>Pictures in flight, 1 to 64, and not fewer than lanes: the next one lies ready when one is done.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Pictures that a child looks at at once, each on one processor, 1 to 64.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>How long a child may take to load its model.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a picture may take before its child counts as hung and is ended; null for the model's own limit and some more.</summary>
    public TimeSpan? LongestAnswer { get; init; }

    /// <summary>How long a picture waits for a child that is started again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a child is looked at: memory, signs of life.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a child may take to end in good order.</summary>
    public TimeSpan LongestEnd { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate()
    {
        Require(Slots is >= 1 and <= RingShape.MostSlots && Slots >= Lanes, nameof(Slots), Slots, "1 to 64, and not fewer than lanes");
        Require(Lanes >= 1, nameof(Lanes), Lanes, "1 to 64");
        Require(MostMemory >= 256L * Mega, nameof(MostMemory), MostMemory, "256 MiB or more");
        Require(LongestStart > TimeSpan.Zero, nameof(LongestStart), LongestStart, "more than 0");
        Require(LongestAnswer is null || LongestAnswer > TimeSpan.Zero, nameof(LongestAnswer), LongestAnswer, "more than 0");
        Require(LookInterval > TimeSpan.Zero, nameof(LookInterval), LookInterval, "more than 0");
    }

    private static void Require(bool holds, string option, object? value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be {range}.");
        }
    }
}
