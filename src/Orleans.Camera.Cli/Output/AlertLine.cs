using System.Globalization;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Output;

/// <summary>An alert as an operator reads it: how bad, since when, and what.</summary>
internal static class AlertLine
{
    public static string Of(AlertRecord alert) => OneLine.From(string.Create(
        CultureInfo.InvariantCulture, $"{(alert.IsCritical ? "CRITICAL" : "warning")} since {alert.Since:yyyy-MM-dd HH:mm:ss}: {alert.Text}"));
}
