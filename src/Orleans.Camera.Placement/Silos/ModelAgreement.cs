namespace Orleans.Camera.Placement.Silos;

/// <summary>Whether all silos mean the same by a model's name.</summary>
public static class ModelAgreement
{
    private const int ShownDigits = 12;

    /// <param name="silos">The sha256 of its file on each silo; empty where the silo does not have it, or does not know.</param>
    /// <returns>The files and on which silos they lie; null where all that have it have the same.</returns>
    public static string? DifferenceOf(IEnumerable<(string Silo, string Sha256)> silos)
    {
        ArgumentNullException.ThrowIfNull(silos);
        var files = silos.Where(file => file.Sha256.Length > 0).OrderBy(file => file.Silo, StringComparer.Ordinal)
            .ToLookup(file => file.Sha256, file => file.Silo, StringComparer.OrdinalIgnoreCase);
        return files.Count < 2
            ? null
            : "sha256 " + string.Join("; ", files.Select(side => $"{Digits(side.Key)} on {string.Join(", ", side)}"));
    }

    private static string Digits(string sha256) => sha256.Length > ShownDigits ? sha256[..ShownDigits] + "..." : sha256;
}
