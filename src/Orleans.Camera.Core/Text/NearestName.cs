namespace Orleans.Camera.Core.Text;

/// <summary>Finds what somebody probably meant to write.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>" (did you mean 'x'?)", or nothing where no name is near.</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestCompared)
        {
            return "";
        }

        var nearest = known.MinBy(name => (Distance(written, name), name));
        return nearest is not null && Distance(written, nearest) <= Math.Max(2, nearest.Length / 3) ? $" (did you mean '{nearest}'?)" : "";
    }

    /// <summary>Levenshtein distance, without regard to case.</summary>
    public static int Distance(string one, string other)
    {
        Span<int> row = stackalloc int[Math.Min(other.Length, 256) + 1];
        other = other[..(row.Length - 1)];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = i;
        }

        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var cost = char.ToLowerInvariant(one[i]) == char.ToLowerInvariant(other[j]) ? 0 : 1;
                var changed = diagonal + cost;
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
