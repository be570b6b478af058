namespace Orleans.Camera.Placement.Silos;

/// <summary>Whether all silos mean the same by a model's name.</summary>
public static class ModelAgreement
{
    private const int ShownDigits = 12;

    /// <param name="model">Its name.</param>
    /// <param name="silos">What each silo says, by its name.</param>
    /// <returns>One line that says what is wrong where and what to do; null where nothing is.</returns>
    public static string? FindFault(string model, IEnumerable<KeyValuePair<string, SiloCapabilities>> silos)
    {
        ArgumentNullException.ThrowIfNull(silos);
        var known = silos.OrderBy(silo => silo.Key, StringComparer.Ordinal).ToList();
        var files = known
            .SelectMany(silo => silo.Value.Models ?? [], (silo, found) => (Silo: silo.Key, Model: found))
            .Where(file => string.Equals(file.Model.Name, model, StringComparison.Ordinal))
            .ToLookup(file => file.Model.Sha256, file => file.Silo, StringComparer.OrdinalIgnoreCase);
        if (files.Count > 1)
        {
            var sides = files.Select(side => $"{Digits(side.Key)} on {string.Join(", ", side)}");
            return $"model '{model}' is not the same file everywhere: sha256 {string.Join("; ", sides)}. Remove it where it is wrong (./camera model remove {model}) and add the right one";
        }

        // A silo that has not said what it has may have it.
        return files.Count == 0 && known.Count > 0 && known.TrueForAll(silo => silo.Value.Models is not null)
            ? $"model '{model}' lies on no silo ({string.Join(", ", known.Select(silo => silo.Key))}). Add it on those that shall run it: ./camera model add FILE, or ./camera model pull {model}"
            : null;
    }

    private static string Digits(string sha256) => sha256.Length > ShownDigits ? sha256[..ShownDigits] + "..." : sha256;
}
