using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Cameras;

/// <remarks>
/// A cut comes with every event, with the first picture of a run, and else with the first picture of every second of
/// footage; the gate goes with the first picture of every four seconds, as told from the pictures' times alone.
/// </remarks>
public sealed partial class CameraRun
{
    private static readonly TimeSpan CutInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BaseInterval = TimeSpan.FromSeconds(4);

    private readonly StateWriter _state = new();
    private ResumePoint _place;
    private TimeSpan? _previous;
    private long _cutAt;
    private long _baseAt;

    /// <summary>Until its first cut, which shows that somebody counts again.</summary>
    private bool _isNew = true;

    private static bool IsNew(TimeSpan pts, TimeSpan before, TimeSpan interval) => pts.Ticks / interval.Ticks != before.Ticks / interval.Ticks;

    private async ValueTask CutAsync(bool withBase, bool hasEnded, CancellationToken stop)
    {
        var cut = new Cut
        {
            Configuration = order.Configuration,
            Source = Mark(),
            Start = _info.Start,
            Frame = _place.Number,
            Pts = _place.Pts,
            Checksum = _place.Checksum,
            Delta = Saved(_pipeline.SaveDelta),
            Base = withBase ? new CheckpointBase(_place.Number, _place.Pts, _place.Checksum, Saved(_pipeline.SaveBase)) : null,
            Events = _events.Count == 0 ? [] : [.. _events],
            SureSince = _info.IsLive && _events.Count > 0 ? _view.PictureTime : null,
            HasEnded = hasEnded,
        };
        _events.Clear();
        _cutAt = _place.Number;
        _baseAt = withBase ? _place.Number : _baseAt;
        if (await cuts.PutAsync(cut, _info.IsLive, stop).ConfigureAwait(false) && _info.IsLive)
        {
            _outage = (_info.Start + _place.Pts, "the store was away for so long that nothing more could be kept");
        }
    }

    /// <summary>Whether whoever goes on with this recording need not see pictures again if the gate is stored as it is now.</summary>
    private bool MaySpareReplay =>
        !_info.IsLive && _place.Number > _baseAt && _pipeline.LastFrame == _place.Number && _pipeline.GateFrame == _place.Number;

    private byte[] Saved(Action<StateWriter> save)
    {
        _state.Clear();
        save(_state);
        return _state.Written.ToArray();
    }

    private string Mark() => SourceMark.Of(_info, tools.Sources.Show(order.Address));

    private void Add(PictureResult result)
    {
        foreach (var crossing in result.Crossings)
        {
            _events.Add(new CrossingEvent(
                0, 0, crossing.Line, crossing.Direction, crossing.Label, crossing.TrackId, crossing.Frame, crossing.Time));
        }

        foreach (var happened in result.ZoneEvents)
        {
            _events.Add(new ZoneOccurrence(
                0, 0, happened.Zone, happened.Kind, happened.Label, happened.TrackId, happened.Dwell, happened.Frame, happened.Time));
        }
    }
}
