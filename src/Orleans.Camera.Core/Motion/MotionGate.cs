using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Decides from the gate plane whether something moves, and where: the picture against an adaptive background, with the
/// noise of each place, changes of light and shakes of the camera allowed for.
/// </summary>
/// <remarks>
/// Depends on pixels and their times alone. Integer arithmetic decides every pixel, so that any processor answers alike.
/// Its whole state is at most 64 KB for the largest gate plane (of two rows or more). Not thread safe; allocates nothing per picture.
/// </remarks>
public sealed class MotionGate : IStateful
{
    /// <summary>The largest gate plane, in pixels.</summary>
    public const int MostPixels = 32_768;

    private const int StateVersion = 0x4D47_0001;

    /// <summary>Share of the picture beyond which a change of light or a shake is looked for.</summary>
    private const double SuspiciousShare = 0.02;

    /// <summary>Share beyond which nothing can be said of the picture; if it lasts, the background starts again.</summary>
    private const double BlindShare = 0.7;

    private static readonly TimeSpan BlindLimit = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoiseTick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AgeTick = TimeSpan.FromMilliseconds(250);

    private readonly PictureSize _size;
    private readonly MotionGateOptions _options;
    private readonly Background _background;
    private readonly BlockComponents _components;
    private readonly Ghosts _ghosts;
    private readonly LightChange _light;
    private readonly CameraShake _shake;
    private readonly MotionResult _result;
    private readonly byte[] _mask;

    private bool _started;
    private TimeSpan _start;
    private TimeSpan _latest;
    private TimeSpan _openUntil = TimeSpan.MinValue;
    private TimeSpan _seeing;
    private long _owed;
    private int _moving;

    /// <param name="gate">Size of the gate plane, at most <see cref="MostPixels"/>.</param>
    /// <exception cref="ArgumentException">The size or an option is out of range.</exception>
    public MotionGate(PictureSize gate, MotionGateOptions? options = null)
        : this(gate, options ?? new MotionGateOptions(), vectors: true)
    {
    }

    internal MotionGate(PictureSize gate, MotionGateOptions options, bool vectors)
    {
        if (gate.IsEmpty || gate.Area > MostPixels)
        {
            throw new ArgumentException($"A gate plane has 1 to {MostPixels} pixels, not {gate}.", nameof(gate));
        }

        options.Check();
        (_size, _options) = (gate, options);
        _background = new Background(gate, vectors);
        _components = new BlockComponents(gate, _background.Blocks.Columns, _background.Blocks.Rows);
        _ghosts = new Ghosts(gate, _background, _components);
        _light = new LightChange(gate.Width, gate.Height);
        _shake = new CameraShake(gate);
        _result = new MotionResult(gate);
        _mask = new byte[gate.Area];
    }

    /// <summary>Looks at the next picture.</summary>
    /// <param name="gate">The small luma plane, of the size given to the constructor.</param>
    /// <param name="pts">The picture's own time, not before that of the picture before.</param>
    /// <returns>The same object for every picture.</returns>
    public MotionResult Process(Plane gate, TimeSpan pts)
    {
        if (gate.Width != _size.Width || gate.Height != _size.Height)
        {
            throw new ArgumentException($"The gate plane is {gate.Width}x{gate.Height}, not {_size}.", nameof(gate));
        }

        _result.Regions.Clear();
        if (!_started)
        {
            Start(gate, pts);
            return _result;
        }

        var moving = Compare(gate);
        _moving = moving;
        var picture = _shake.IsShaken ? _shake.Steady : gate;
        if (moving > BlindShare * _size.Area)
        {
            StayBlind(gate, pts);
            return _result;
        }

        _seeing = pts;
        _components.Find(_mask, least: Math.Max(6, (int)(_size.Area / 4000)));
        Learn(picture, pts);
        Report(pts);
        _latest = pts;
        return _result;
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(StateVersion);
        writer.Write(_size.Width);
        writer.Write(_size.Height);
        writer.Write(_started);
        writer.Write(_start);
        writer.Write(_latest);
        writer.Write(_openUntil);
        writer.Write(_seeing);
        writer.Write(_owed);
        writer.Write(_moving);
        writer.Write(_shake.X);
        writer.Write(_shake.Y);
        _background.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(StateVersion, "motion gate");
        reader.Expect(_size.Width, "motion gate's width");
        reader.Expect(_size.Height, "motion gate's height");
        _started = reader.ReadBoolean();
        _start = reader.ReadTimeSpan();
        _latest = reader.ReadTimeSpan();
        _openUntil = reader.ReadTimeSpan();
        _seeing = reader.ReadTimeSpan();
        _owed = reader.ReadInt64();
        _moving = reader.ReadInt32();
        _shake.Set(reader.ReadDouble(), reader.ReadDouble());
        _background.Restore(reader);
    }

    private void Start(in Plane gate, TimeSpan pts)
    {
        _background.Start(gate);
        _started = true;
        (_start, _latest, _seeing, _openUntil, _owed) = (pts, pts, pts, TimeSpan.MinValue, 0);
        _moving = 0;
        _shake.Set(0, 0);
        Array.Clear(_result.Foreground);
        (_result.IsOpen, _result.ForegroundShare) = (false, 0);
    }

    /// <summary>Fills the mask, after taking back what a change of light or a shake explains.</summary>
    private int Compare(in Plane gate)
    {
        var wasShaken = _shake.IsShaken;
        _shake.Set(0, 0);
        var moving = CompareWith(gate);
        if (moving <= SuspiciousShare * _size.Area && !wasShaken)
        {
            return moving;
        }

        if (_light.TryFind(gate, _background.Levels, out var gain, out var offset))
        {
            _background.Relight(gain, offset);
            moving = CompareWith(gate);
        }

        // A shake comes suddenly: things that have been seen before need not be explained again.
        if (wasShaken || moving > (_moving * 5 / 4) + (_size.Area / 200))
        {
            _shake.Find(gate, _background.Levels, wasShaken);
            moving = _shake.IsShaken ? CompareWith(_shake.Steady) : moving;
        }

        return moving;
    }

    private int CompareWith(in Plane picture) => _background.Compare(
        picture,
        (short)(_options.Threshold * 16),
        (int)(_options.NoiseFactor * 256),
        edgeShift: _shake.IsShaken ? 2 : 3,
        _mask);

    /// <summary>Nearly everything differs: a light switched, the camera turned. Nothing is reported; if it lasts, start again.</summary>
    private void StayBlind(in Plane gate, TimeSpan pts)
    {
        var open = pts < _openUntil;
        if (pts - _seeing >= BlindLimit)
        {
            Start(gate, pts);
        }

        _latest = pts;
        Array.Clear(_result.Foreground);
        (_result.IsOpen, _result.ForegroundShare) = (open, 0);
    }

    private void Learn(in Plane picture, TimeSpan pts)
    {
        var young = pts - _start < Youth;
        var noiseTicks = (int)Math.Min(5, (pts.Ticks / NoiseTick.Ticks) - (_latest.Ticks / NoiseTick.Ticks));
        var ageTicks = (int)Math.Min(5, (pts.Ticks / AgeTick.Ticks) - (_latest.Ticks / AgeTick.Ticks));
        if (noiseTicks > 0)
        {
            var second = pts.Ticks / TimeSpan.TicksPerSecond != _latest.Ticks / TimeSpan.TicksPerSecond;
            _background.LearnNoise(_components.Moving, noiseTicks * (young ? 4 : 1), rise: second ? 1 : 0);
        }

        _background.Adapt(_mask, Step(pts, young));
        for (var tick = 0; tick < ageTicks; tick++)
        {
            _background.Blocks.Watch(picture, _components.Moving);
        }

        if (ageTicks > 0)
        {
            _ghosts.Heal(picture, _mask, Math.Min(255, (int)(_options.AbsorbAfter.Ticks / AgeTick.Ticks)));
        }
    }

    /// <summary>How far the background may move since the picture before, in sixteenths; the rest is owed.</summary>
    private short Step(TimeSpan pts, bool young)
    {
        var elapsed = Math.Clamp((pts - _latest).Ticks, 0, TimeSpan.TicksPerSecond);
        _owed += elapsed * (long)(_options.Adaption * 16) * (young ? 8 : 1);
        var step = _owed / TimeSpan.TicksPerSecond;
        _owed -= step * TimeSpan.TicksPerSecond;
        return (short)Math.Min(step, 4080);
    }

    private void Report(TimeSpan pts)
    {
        _components.Copy(_mask, _result.Foreground);
        _components.AddRegions(_result.Regions);
        if (_components.Pixels > 0)
        {
            _openUntil = pts + _options.Hold;
        }

        _result.IsOpen = pts < _openUntil;
        _result.ForegroundShare = (float)_components.Pixels / _size.Area;
    }
}
