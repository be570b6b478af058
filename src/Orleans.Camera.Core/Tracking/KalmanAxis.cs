using System.Runtime.InteropServices;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tracking;

/// <summary>
/// One axis of a track: a value and its velocity per second, with their covariance. Centre x, centre y, width and height of
/// a box are four such axes; as their noises are independent, this is exactly the eight-state filter of SORT and ByteTrack.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct KalmanAxis
{
    private float _p00;
    private float _p01;
    private float _p11;

    private KalmanAxis(float value, float valueDeviation, float velocityDeviation)
    {
        Value = value;
        _p00 = valueDeviation * valueDeviation;
        _p11 = velocityDeviation * velocityDeviation;
    }

    public float Value { get; private set; }

    public float Velocity { get; private set; }

    public readonly float Variance => _p00;

    public static KalmanAxis At(float value, float valueDeviation, float velocityDeviation) =>
        new(value, valueDeviation, velocityDeviation);

    /// <summary>Lets time pass under white-noise acceleration, plus a walk of the value itself.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="walk">Variance of the value per second.</param>
    /// <param name="acceleration">Variance of the velocity per second.</param>
    public void Predict(float seconds, float walk, float acceleration)
    {
        var squared = seconds * seconds;
        Value += Velocity * seconds;
        _p00 += (2 * seconds * _p01) + (squared * _p11) + (walk * seconds) + (acceleration * squared * seconds / 3);
        _p01 += (seconds * _p11) + (acceleration * squared / 2);
        _p11 += acceleration * seconds;
    }

    /// <summary>Slows down as 1 / (1 + t / time constant): a guess about something unseen should not run away.</summary>
    public void Damp(float seconds, float timeConstant) => Velocity /= 1 + (seconds / timeConstant);

    public void Stop() => Velocity = 0;

    public void Correct(float measured, float variance)
    {
        var total = _p00 + variance;
        var (gain, velocityGain) = (_p00 / total, _p01 / total);
        var surprise = measured - Value;
        Value += gain * surprise;
        Velocity += velocityGain * surprise;
        _p11 -= velocityGain * _p01;
        _p01 -= gain * _p01;
        _p00 -= gain * _p00;
    }

    public readonly void Save(StateWriter writer)
    {
        writer.Write(Value);
        writer.Write(Velocity);
        writer.Write(_p00);
        writer.Write(_p01);
        writer.Write(_p11);
    }

    public static KalmanAxis Read(StateReader reader) => new()
    {
        Value = reader.ReadSingle(),
        Velocity = reader.ReadSingle(),
        _p00 = reader.ReadSingle(),
        _p01 = reader.ReadSingle(),
        _p11 = reader.ReadSingle(),
    };
}
