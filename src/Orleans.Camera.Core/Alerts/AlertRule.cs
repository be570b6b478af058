namespace Orleans.Camera.Core.Alerts;

public enum AlertLevel
{
    Warning,
    Critical,
}

/// <summary>When something is worth telling an operator.</summary>
/// <param name="Name">What it is called: <c>cpu</c>, <c>queue-long</c>.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Raise">Raised at this value and above.</param>
/// <param name="Clear">Cleared below this value: below <paramref name="Raise"/>, so that it does not flicker.</param>
/// <param name="Lasts">For how long the value must stand before it is raised.</param>
/// <param name="What">What is wrong; <c>{value}</c> and <c>{limit}</c> stand for numbers.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record AlertRule(string Name, AlertLevel Level, double Raise, double Clear, TimeSpan Lasts, string What, string Advice)
{
    /// <summary>The same at another threshold; cleared as far below it, in proportion.</summary>
    public AlertRule At(double raise) => this with { Raise = raise, Clear = raise * Clear / Raise };

    /// <summary>Why the thresholds make no sense; null where they do.</summary>
    public string? Fault() =>
        !(double.IsFinite(Raise) && Raise > 0) ? $"{Name}: it must be raised above 0, not at {Raise}" :
        !(Clear >= 0 && Clear <= Raise) ? $"{Name}: it must be cleared at 0 to {Raise}, not at {Clear}" :
        Lasts < TimeSpan.Zero || Lasts > TimeSpan.FromHours(1) ? $"{Name}: it must last 0 s to 1 h, not {Lasts.TotalSeconds} s" : null;
}
