namespace Orleans.Camera.Core.Frames;

/// <summary>An interval that was not observed, and why.</summary>
/// <param name="From">Time of the last picture before the gap, UTC.</param>
/// <param name="To">Time of the first picture after it, or of the end of the source, UTC.</param>
/// <param name="Pictures">How many pictures are missing; 0 where nobody can know.</param>
/// <param name="Reason">One line for an operator, without credentials.</param>
public sealed record Gap(DateTimeOffset From, DateTimeOffset To, long Pictures, string Reason);
