namespace Orleans.Runtime;

/// <summary>Values that travel with every call that is made from here on. Callers can put anything in: trust nothing.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>A new dictionary each time: those who hold the old one, in other flows, must not see the change.</summary>
    public static void Set(string key, object value) =>
        Values.Value = new(Values.Value ?? []) { [key] = value };

    public static bool Remove(string key)
    {
        if (Values.Value?.ContainsKey(key) != true)
        {
            return false;
        }

        var rest = new Dictionary<string, object>(Values.Value);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear() => Values.Value = null;

    /// <summary>What travels with a call that is made now. Never changed, so it may be shared.</summary>
    internal static Dictionary<string, object>? Snapshot() => Values.Value;

    internal static void Import(Dictionary<string, object>? values) => Values.Value = values;
}
