using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>What is wrong with a camera.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="IsStore">Whether it is the store that is away, which is the silo's trouble and not the camera's.</param>
internal readonly record struct CameraTrouble(CameraState State, string Reason, bool IsStore)
{
    /// <summary>
    /// For each rule 1 where it is so, 0 where it is not, and NaN where nobody can say: a camera that begins, or whose store is
    /// away, may still be as dark as before.
    /// </summary>
    public IEnumerable<(string Rule, double Value)> Values
    {
        get
        {
            yield return (AlertRules.CameraDark, Of(CameraState.Reconnecting));
            yield return (AlertRules.CameraFaulted, Of(CameraState.Faulted));
            yield return (AlertRules.CameraDegraded, Of(CameraState.Degraded));
        }
    }

    private double Of(CameraState state) => IsStore || State == CameraState.Starting ? double.NaN : State == state ? 1 : 0;
}
