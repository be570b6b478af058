using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>One figure that must be reached.</summary>
/// <param name="Title">What it is, for example <c>ours / ffmpeg</c>.</param>
/// <param name="On">The clip or model it was taken on.</param>
/// <param name="Value">The figure; null where it could not be taken.</param>
/// <param name="Target">What it must reach.</param>
/// <param name="AtMost">Whether it must not exceed the target, or must not fall below it.</param>
/// <param name="Decides">Whether it counts for the verdict, or is shown for information.</param>
/// <param name="Note">Why there is no value, or null.</param>
internal sealed record Measure(
    string Key, string Title, string On, Spread? Value, double Target, bool AtMost, bool Decides, string? Note = null)
{
    /// <summary>Whether the median reaches the target; a figure that could not be taken does not.</summary>
    public bool Reached => Value is { } value && (AtMost ? value.Median <= Target : value.Median >= Target);

    public string Limit => $"{(AtMost ? "<=" : ">=")} {Target:0.##}";
}
