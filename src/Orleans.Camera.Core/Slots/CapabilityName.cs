namespace Orleans.Camera.Core.Slots;

/// <summary>What a device may be said to have, and a model's manifest may require: <c>gpu</c>, <c>avx512</c>, <c>cooled</c>.</summary>
public static class CapabilityName
{
    /// <summary>A manifest requires this many at most.</summary>
    public const int Most = 16;

    public const string Rule = "1 to 64 lower-case letters, digits, '-', '.' and '_'";

    public static bool IsGood(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 64 && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' or '_');
    }
}
