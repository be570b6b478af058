using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Cameras;

/// <remarks>
/// What nobody saw of a live source, each interval once: pictures that did not come, that came while nobody owned the camera, or
/// that no detector answered.
/// </remarks>
public sealed partial class CameraRun
{
    private (DateTimeOffset From, string Reason)? _outage;

    /// <summary>Pictures without an answer since the latest that was counted.</summary>
    private (DateTimeOffset From, DateTimeOffset To, long Pictures, string Reason)? _unanswered;

    /// <summary>Up to here every picture was counted, or lies in a gap; null before the first.</summary>
    private DateTimeOffset? _accountedFor;

    private void Add(Gap? gap)
    {
        if (gap is null)
        {
            return;
        }

        if (_unanswered is { } open)
        {
            // It lies within the one that is open, and is told with it.
            _unanswered = open with { To = gap.To, Pictures = open.Pictures + gap.Pictures };
            return;
        }

        Add(gap.From, gap.To, gap.Pictures, gap.Reason);
    }

    /// <summary>What a live camera missed while nobody owned it, or while its owner could keep nothing more.</summary>
    private void AddOutage(Frame frame)
    {
        if (_outage is { } outage && _info.IsLive && outage.From < frame.Time)
        {
            Add(outage.From, frame.Time, pictures: 0, outage.Reason);
        }

        _outage = null;
    }

    /// <summary>No detector answered this picture.</summary>
    private void Miss(Frame frame) => _unanswered = _unanswered is { } open
        ? open with { To = frame.Time, Pictures = open.Pictures + 1 }
        : (_accountedFor ?? frame.Time, frame.Time, 1, $"no detector answered: {_view.Trouble}");

    /// <param name="until">Time of the picture that is counted now; null at the end of the source.</param>
    private void AddUnanswered(DateTimeOffset? until)
    {
        if (_unanswered is { } open)
        {
            Add(open.From, until ?? open.To, open.Pictures, open.Reason);
            _unanswered = null;
        }

        _accountedFor = until ?? _accountedFor;
    }

    private void Add(DateTimeOffset from, DateTimeOffset to, long pictures, string reason)
    {
        _events.Add(new GapEvent(0, 0, from, to, pictures, reason));
        _accountedFor = to;
    }
}
