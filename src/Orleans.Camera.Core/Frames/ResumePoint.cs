namespace Orleans.Camera.Core.Frames;

/// <summary>The picture after which a source is read on, and how it is known again.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Pts">Its time from the start of the source.</param>
/// <param name="Checksum">That of its gate plane; see <see cref="GateChecksum"/>.</param>
public readonly record struct ResumePoint(long Number, TimeSpan Pts, uint Checksum);
