using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// Whether a picture that was not answered goes to another worker, and how long each may take. A live picture has a deadline,
/// within which another worker may still answer; a picture of a file has none: every other worker is asked at once, and its camera
/// begins anew for as long as nobody answers. Pure.
/// </summary>
/// <param name="Deadline">From the first attempt to the answer; null for a file.</param>
public sealed record RetryRule(TimeSpan? Deadline)
{
    /// <summary>With less time left nobody is asked any more.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    /// <summary>A large model on a small processor takes its time.</summary>
    private static readonly TimeSpan LongestOfFile = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestOfFile = TimeSpan.FromSeconds(1);

    /// <summary>A worker that takes so many times as long as it does for all but a few has stopped, or as good as.</summary>
    private const int TimesUsual = 8;

    public static RetryRule Live { get; } = new(TimeSpan.FromMilliseconds(300));

    public static RetryRule File { get; } = new((TimeSpan?)null);

    /// <summary>A live picture may take so many times as long as a picture takes the fastest worker: it may find others before it.</summary>
    private const int TimesFastest = 4;

    /// <summary>How long a live picture may take.</summary>
    /// <param name="configured">Where the fastest of the workers needs no longer deadline.</param>
    public static TimeSpan DeadlineFor(TimeSpan configured, ReadOnlySpan<WorkerView> workers)
    {
        var fastest = TimeSpan.MaxValue;
        foreach (var worker in workers)
        {
            if (WorkerLife.TakesPictures(worker.State) && worker.Usual > TimeSpan.Zero && worker.Usual < fastest)
            {
                fastest = worker.Usual;
            }
        }

        return fastest < TimeSpan.MaxValue && TimesFastest * fastest > configured ? TimesFastest * fastest : configured;
    }

    /// <summary>
    /// How long one attempt may take: of a live picture all the time that is left, or half of it where another worker could still
    /// be asked; of a file several times what the worker usually needs, where another could be asked instead.
    /// </summary>
    /// <param name="age">Since the first attempt.</param>
    /// <param name="hasAnother">Whether another worker would take it.</param>
    /// <param name="usual">Within which the worker answers nearly all pictures; zero where nobody knows.</param>
    /// <returns>Zero where it is too late to ask.</returns>
    public TimeSpan AttemptLimit(TimeSpan age, bool hasAnother, TimeSpan usual)
    {
        if (Deadline is not { } deadline)
        {
            return hasAnother && usual > TimeSpan.Zero
                ? TimeSpan.FromTicks(Math.Clamp(TimesUsual * usual.Ticks, ShortestOfFile.Ticks, LongestOfFile.Ticks))
                : LongestOfFile;
        }

        var left = deadline - age;
        return left < Least ? TimeSpan.Zero : hasAnother && left >= 2 * Least ? left / 2 : left;
    }

    /// <param name="age">Since the first attempt.</param>
    /// <returns>Whether a worker that did not have it yet may be asked.</returns>
    public bool MayAskAnother(CallFault fault, TimeSpan age) =>
        fault is not (CallFault.Picture or CallFault.Cancelled) && (Deadline is not { } deadline || deadline - age >= Least);
}
