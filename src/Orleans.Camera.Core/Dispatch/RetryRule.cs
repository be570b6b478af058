namespace Orleans.Camera.Core.Dispatch;

/// <summary>What happens to a picture that was not answered.</summary>
public enum NextStep
{
    /// <summary>Nobody else is asked: the picture counts as skipped, or its fault is told.</summary>
    GiveUp,

    /// <summary>Ask a worker that did not have it.</summary>
    AskAnother,

    /// <summary>Wait, forget who had it, and ask anybody.</summary>
    WaitAndAskAnybody,
}

/// <param name="Step">What to do.</param>
/// <param name="Wait">Before that.</param>
public readonly record struct RetryDecision(NextStep Step, TimeSpan Wait);

/// <summary>
/// Whether and when a picture is tried again. A live picture has a deadline, within which another worker may still answer; a
/// picture of a file has none and is asked for until answered, first of every other worker at once, then again after 1 s, 2 s,
/// and every 4 s. Pure.
/// </summary>
/// <param name="Deadline">From arrival to answer; null for a file.</param>
public sealed record RetryRule(TimeSpan? Deadline)
{
    /// <summary>With less time left nobody is asked any more.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FileAttempt = TimeSpan.FromSeconds(30);

    public static RetryRule Live { get; } = new(TimeSpan.FromMilliseconds(300));

    public static RetryRule File { get; } = new((TimeSpan?)null);

    /// <summary>How long one attempt may take: all the time that is left, or half of it where another worker could still be asked.</summary>
    /// <param name="age">Since the picture arrived.</param>
    /// <param name="hasAnother">Whether another worker would take it.</param>
    /// <returns>Zero where it is too late to ask.</returns>
    public TimeSpan AttemptLimit(TimeSpan age, bool hasAnother)
    {
        if (Deadline is not { } deadline)
        {
            return FileAttempt;
        }

        var left = deadline - age;
        return left < Least ? TimeSpan.Zero : hasAnother && left >= 2 * Least ? left / 2 : left;
    }

    /// <param name="age">Since the picture arrived.</param>
    /// <param name="hasAnother">Whether a worker that did not have it would take it.</param>
    /// <param name="rounds">How often everybody had it already.</param>
    public RetryDecision Next(CallFault fault, TimeSpan age, bool hasAnother, int rounds)
    {
        if (fault is CallFault.Picture or CallFault.Cancelled)
        {
            return new(NextStep.GiveUp, TimeSpan.Zero);
        }

        if (Deadline is { } deadline)
        {
            return new(hasAnother && deadline - age >= Least ? NextStep.AskAnother : NextStep.GiveUp, TimeSpan.Zero);
        }

        return hasAnother
            ? new(NextStep.AskAnother, TimeSpan.Zero)
            : new(NextStep.WaitAndAskAnybody, TimeSpan.FromSeconds(1 << Math.Clamp(rounds, 0, 2)));
    }
}
