namespace Orleans.Camera.Core.Alerts;

/// <summary>Something an operator should know, while it lasts.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Where">Of what: <c>silo north</c>, <c>worker people/1</c>, <c>camera lobby</c>.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Since">Since when the value was too high.</param>
/// <param name="Value">When it was raised.</param>
/// <param name="Text">What is wrong where, and what to do.</param>
public sealed record Alert(string Rule, string Where, AlertLevel Level, DateTimeOffset Since, double Value, string Text);

/// <summary>An alert that was raised or cleared.</summary>
public sealed record AlertChange(Alert Alert, bool IsRaised);
