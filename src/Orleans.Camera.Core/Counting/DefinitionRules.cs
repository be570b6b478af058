using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Counting;

/// <summary>What makes sense as a line or a zone. Every fault is an <see cref="ArgumentException"/> that names it.</summary>
internal static class DefinitionRules
{
    private const int MostConfirmationFrames = 1000;
    private const float WidestHysteresis = 0.5f;

    public static void Check(LineZoneDefinition line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var what = $"line '{line.Name}'";
        CheckName(line.Name, "line");
        CheckPoint(line.Start, what, "start");
        CheckPoint(line.End, what, "end");
        if (line.Start == line.End)
        {
            throw new ArgumentException($"The {what} starts and ends at the same point {Show(line.Start)}. Give it two different ends.", nameof(line));
        }

        CheckCommon(line.Labels, line.ConfirmationFrames, what);
        if (!(line.Hysteresis is >= 0 and <= WidestHysteresis))
        {
            throw new ArgumentException($"The {what} has a hysteresis of {line.Hysteresis}; it must be from 0 to {WidestHysteresis}.", nameof(line));
        }
    }

    public static void Check(ZoneDefinition zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var what = $"zone '{zone.Name}'";
        CheckName(zone.Name, "zone");
        CheckCorners(zone, what);
        if (Polygon.FaultOf(zone.Polygon) is { } fault)
        {
            throw new ArgumentException($"The {what} {fault}.", nameof(zone));
        }

        CheckCommon(zone.Labels, zone.ConfirmationFrames, what);
        if (zone.LoiteringAfter <= TimeSpan.Zero)
        {
            throw new ArgumentException($"The {what} has a loitering time of {zone.LoiteringAfter}; it must be above 0.", nameof(zone));
        }
    }

    private static void CheckCorners(ZoneDefinition zone, string what)
    {
        if (zone.Polygon is null)
        {
            throw new ArgumentException($"The {what} has no corners.", nameof(zone));
        }

        for (var corner = 0; corner < zone.Polygon.Count; corner++)
        {
            CheckPoint(zone.Polygon[corner], what, $"corner {corner + 1}");
        }
    }

    private static void CheckName(string name, string kind)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException($"A {kind} needs a name.", nameof(name));
        }
    }

    private static void CheckPoint(ImagePoint point, string what, string which)
    {
        if (!(point.X is >= 0 and <= 1) || !(point.Y is >= 0 and <= 1))
        {
            throw new ArgumentException(
                $"The {what} has its {which} at {Show(point)}. Coordinates are relative to the picture and must be from 0 to 1.", nameof(point));
        }
    }

    private static void CheckCommon(IReadOnlyList<string> labels, int confirmationFrames, string what)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (confirmationFrames is < 1 or > MostConfirmationFrames)
        {
            throw new ArgumentException(
                $"The {what} asks for {confirmationFrames} confirmation frames; it must be from 1 to {MostConfirmationFrames}.", nameof(confirmationFrames));
        }
    }

    private static string Show(ImagePoint point) => FormattableString.Invariant($"({point.X}, {point.Y})");
}
