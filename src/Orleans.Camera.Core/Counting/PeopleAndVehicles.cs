namespace Orleans.Camera.Core.Counting;

/// <summary>What counts unless somebody says otherwise: people and vehicles, by their names in COCO (Lin et al. 2014).</summary>
public static class PeopleAndVehicles
{
    private static readonly string[] _names = ["person", "bicycle", "car", "motorcycle", "motorbike", "bus", "truck"];

    /// <summary>
    /// Those of a detector's labels that name people or vehicles; empty, which means all of them, where it knows none: a
    /// detector of something else was chosen for that.
    /// </summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return [.. labels.Where(label => _names.Contains(label, StringComparer.OrdinalIgnoreCase))];
    }
}
