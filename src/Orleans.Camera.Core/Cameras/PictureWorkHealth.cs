using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Core.Cameras;

/// <summary>What an operator wants to know of the work on pictures.</summary>
/// <param name="Waiting">Pictures that wait for a process.</param>
/// <param name="Refused">Pictures refused since the start, because as many waited as may.</param>
/// <param name="Answered">Pictures worked on since the start.</param>
/// <param name="HandOvers">How often pictures were handed to a process, several at once where several waited.</param>
/// <param name="Processes">Those that there are; none before the first picture.</param>
public sealed record PictureWorkHealth(int Waiting, long Refused, long Answered, long HandOvers, IReadOnlyList<ProcessHealth> Processes);
