using System.Runtime.InteropServices;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Counting;

/// <summary>Where one track stands with respect to one zone.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ZoneVisit
{
    private int _otherInRow;
    private bool _wasInside;

    /// <summary>Whether it has surely entered.</summary>
    public bool IsInside { get; private set; }

    public bool IsLoitering { get; set; }

    public int Label { get; set; }

    /// <summary>The picture on which it was first seen where it is, or where it seems to be going.</summary>
    public Moment Since { get; private set; }

    /// <summary>When this visit began.</summary>
    public TimeSpan EnteredAt { get; private set; }

    /// <summary>The picture on which it was last seen inside.</summary>
    public Moment LastInside { get; private set; }

    public readonly TimeSpan Dwell => LastInside.Pts - EnteredAt;

    /// <summary>Takes the object's next place; true where that makes a change sure.</summary>
    /// <param name="isInside">Whether it is inside; null where it is too near an edge to tell.</param>
    /// <param name="pictures">On how many pictures in a row a change must be seen.</param>
    /// <param name="moment">The picture.</param>
    public bool Move(bool? isInside, int pictures, in Moment moment)
    {
        var now = isInside ?? _wasInside;
        _wasInside = now;
        if (now == IsInside)
        {
            _otherInRow = 0;
            if (IsInside)
            {
                LastInside = moment;
            }

            return false;
        }

        if (_otherInRow++ == 0)
        {
            Since = moment;
        }

        return _otherInRow >= pictures;
    }

    public void Enter(in Moment moment)
    {
        (IsInside, IsLoitering, _otherInRow) = (true, false, 0);
        (EnteredAt, LastInside) = (Since.Pts, moment);
    }

    /// <summary>Ends the visit; its dwell stays readable.</summary>
    public void Leave() => (IsInside, _otherInRow) = (false, 0);

    public readonly void Save(StateWriter writer)
    {
        writer.Write(_otherInRow);
        writer.Write(_wasInside);
        writer.Write(IsInside);
        writer.Write(IsLoitering);
        writer.Write(Label);
        writer.Write(Since.Frame);
        writer.Write(Since.Pts);
        writer.Write(Since.Time);
        writer.Write(EnteredAt);
        writer.Write(LastInside.Frame);
        writer.Write(LastInside.Pts);
        writer.Write(LastInside.Time);
    }

    public static ZoneVisit Read(StateReader reader) => new()
    {
        _otherInRow = reader.ReadInt32(),
        _wasInside = reader.ReadBoolean(),
        IsInside = reader.ReadBoolean(),
        IsLoitering = reader.ReadBoolean(),
        Label = reader.ReadInt32(),
        Since = new Moment(reader.ReadInt64(), reader.ReadTimeSpan(), reader.ReadTime()),
        EnteredAt = reader.ReadTimeSpan(),
        LastInside = new Moment(reader.ReadInt64(), reader.ReadTimeSpan(), reader.ReadTime()),
    };
}
