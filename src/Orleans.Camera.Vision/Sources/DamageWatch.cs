using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Turns what FFmpeg says about damaged data, and the times of the pictures, into gaps.</summary>
/// <remarks>
/// <para>
/// FFmpeg leaves out pictures that it cannot decode and patches others up. Where the source has a rate, missing pictures show
/// as time that passed with too few ordinals; together with a line in the log that is a gap, and its ends are exact. A jump
/// in time alone is none: sources of variable rate have them.
/// </para>
/// <para>
/// Pictures that were patched up leave no trace but the log line, which is ahead of the pictures by what the pipe holds.
/// Their gap begins at the picture that the child finished before the line and ends a few pictures later (decoding order is
/// ahead of showing order by up to four pictures in common streams).
/// </para>
/// </remarks>
internal sealed class DamageWatch(FfmpegRun run)
{
    private const int Reordering = 4;

    private int _damagesSeen;
    private long _patchedAfter = -1;
    private long _patchedUntil = -1;
    private (long Ordinal, TimeSpan Pts, DateTimeOffset Time) _last;
    private DateTimeOffset _patchedFrom;
    private long _read;
    private bool _hasJumped;

    /// <summary>The gap of the damage that no picture has followed, or null.</summary>
    public Gap? AtEnd() => _read > 0 && ((_patchedUntil >= 0 && !_hasJumped) || run.Log.Damages > _damagesSeen)
        ? new Gap(_patchedUntil >= 0 && _read > _patchedAfter ? _patchedFrom : _last.Time, _last.Time, 0, "damaged data")
        : null;

    /// <summary>
    /// What comes follows a picture delivered before: by another run, which reported the damage up to there.
    /// </summary>
    public void GoOnAfter((long Number, TimeSpan Pts, DateTimeOffset Time) picture)
    {
        _last = picture;
        _damagesSeen = run.Log.Damages;
        _patchedFrom = picture.Time;
        _read = 1;
    }

    /// <summary>Looks at the next picture.</summary>
    /// <returns>The gap before it, or null.</returns>
    public Gap? Before(long ordinal, TimeSpan pts, DateTimeOffset time)
    {
        var missing = Missing(ordinal, pts);
        if (missing > 0)
        {
            run.CatchUpWithLog();
        }

        if (run.Log.Damages > _damagesSeen)
        {
            _damagesSeen = run.Log.Damages;
            var ahead = run.PicturesWaiting;
            _patchedAfter = _patchedUntil < 0 ? _read + ahead : _patchedAfter;
            _patchedUntil = _read + ahead + Reordering;
        }

        Gap? gap = null;
        if (missing > 0 && _patchedUntil >= 0)
        {
            // More may be missing after a few pictures: one damage, several jumps.
            gap = new Gap(_last.Time, time, missing, "damaged data");
            _hasJumped = true;
            _patchedUntil = Math.Max(_patchedUntil, _read + Reordering);
        }
        else if (_patchedUntil >= 0 && _read >= _patchedUntil)
        {
            gap = _hasJumped ? null : new Gap(_patchedFrom, time, 0, "damaged data, pictures patched up");
            (_patchedUntil, _hasJumped) = (-1, false);
        }

        if (_read == 0 || _patchedUntil < 0 || _read < _patchedAfter)
        {
            _patchedFrom = time;
        }

        _read++;
        _last = (ordinal, pts, time);
        return gap;
    }

    private long Missing(long ordinal, TimeSpan pts)
    {
        var rate = run.Log.FramesPerSecond;
        return _read == 0 || rate is <= 0 or > 1000
            ? 0
            : (long)Math.Round((pts - _last.Pts).TotalSeconds * rate) - (ordinal - _last.Ordinal);
    }
}
