using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Counting;

/// <summary>A picture's place and time.</summary>
/// <param name="Frame">Its number, from 1.</param>
/// <param name="Pts">Time from the start of the source.</param>
/// <param name="Time">When it was taken, UTC.</param>
public readonly record struct Moment(long Frame, TimeSpan Pts, DateTimeOffset Time)
{
    public static Moment Of(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new(frame.Number, frame.Pts, frame.Time);
    }
}
