using System.Runtime.InteropServices;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Counting;

/// <summary>Where one track stands with respect to one line.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LinePassage
{
    private ImagePoint _last;
    private int _lastSide;
    private bool _throughSegment;
    private int _beyondInRow;
    private int _farInRow;
    private TimeSpan _beyondSince;

    /// <summary>The side on which the object surely is: 1 right of the line, -1 left of it, 0 not known.</summary>
    public int Side { get; private set; }

    /// <summary>The latest label of the track.</summary>
    public int Label { get; set; }

    /// <summary>The picture on which it was first seen past the line, while it is.</summary>
    public Moment Since { get; private set; }

    /// <summary>Where it was on that picture.</summary>
    public ImagePoint At { get; private set; }

    private readonly bool IsPast => Side != 0 && _lastSide == -Side;

    /// <summary>Begins at the place where the track was first seen: the side counts from the first picture.</summary>
    public static LinePassage Begin(ImagePoint first, LineSegment line)
    {
        var side = Math.Sign(line.DistanceToRight(first));
        return new LinePassage { _last = first, _lastSide = side, Side = side };
    }

    /// <summary>Takes the object's next place.</summary>
    /// <param name="point">The anchor.</param>
    /// <param name="margins">How far is beyond, and how far is far, in picture heights.</param>
    /// <param name="line">The line.</param>
    /// <param name="moment">The picture.</param>
    public void Move(ImagePoint point, in LineMargins margins, LineSegment line, in Moment moment)
    {
        var distance = line.DistanceToRight(point);
        var side = Math.Sign(distance);
        if (side != 0 && side != _lastSide)
        {
            Cross(point, side, line, moment);
        }

        _last = point;
        if (!IsPast)
        {
            return;
        }

        distance = Math.Abs(distance);
        _farInRow = distance >= margins.Far ? _farInRow + 1 : 0;
        if (distance < margins.Beyond)
        {
            return;
        }

        if (++_beyondInRow == 1)
        {
            _beyondSince = moment.Pts;
        }
    }

    /// <summary>Whether it has surely changed sides.</summary>
    public readonly bool IsConfirmed(int pictures, TimeSpan settled, TimeSpan pts) =>
        IsPast && (_farInRow >= pictures || (_beyondInRow >= pictures && pts - _beyondSince >= settled));

    /// <summary>Whether it had changed sides when its track ended: there will be no more pictures of it.</summary>
    public readonly bool IsConfirmedAtEnd(int pictures) => IsPast && (_farInRow > 0 || _beyondInRow >= pictures);

    /// <summary>Makes the other side the sure one; true where its path led through the line itself, not past its ends.</summary>
    public bool Confirm()
    {
        Side = -Side;
        (_farInRow, _beyondInRow) = (0, 0);
        return _throughSegment;
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Write(_last.X);
        writer.Write(_last.Y);
        writer.Write((byte)(_lastSide + 1));
        writer.Write((byte)(Side + 1));
        writer.Write(_throughSegment);
        writer.Write(_beyondInRow);
        writer.Write(_farInRow);
        writer.Write(_beyondSince);
        writer.Write(Label);
        writer.Write(Since.Frame);
        writer.Write(Since.Pts);
        writer.Write(Since.Time);
        writer.Write(At.X);
        writer.Write(At.Y);
    }

    public static LinePassage Read(StateReader reader) => new()
    {
        _last = new ImagePoint(reader.ReadSingle(), reader.ReadSingle()),
        _lastSide = reader.ReadByte() - 1,
        Side = reader.ReadByte() - 1,
        _throughSegment = reader.ReadBoolean(),
        _beyondInRow = reader.ReadInt32(),
        _farInRow = reader.ReadInt32(),
        _beyondSince = reader.ReadTimeSpan(),
        Label = reader.ReadInt32(),
        Since = new Moment(reader.ReadInt64(), reader.ReadTimeSpan(), reader.ReadTime()),
        At = new ImagePoint(reader.ReadSingle(), reader.ReadSingle()),
    };

    private void Cross(ImagePoint point, int side, LineSegment line, in Moment moment)
    {
        // A path that ends a hair beside the end of the line still counts; rounding must not decide.
        const double Hair = 1e-6;
        if (Side == 0)
        {
            Side = side;
        }
        else
        {
            _throughSegment = line.MeetingPoint(_last, point) is >= -Hair and <= 1 + Hair;
            (_farInRow, _beyondInRow) = (0, 0);
            (Since, At) = (moment, point);
        }

        _lastSide = side;
    }
}
