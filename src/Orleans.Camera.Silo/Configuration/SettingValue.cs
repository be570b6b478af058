using System.Globalization;
using System.Text.Json;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>A value as somebody wrote it.</summary>
/// <param name="Texts">One text, or those of a list.</param>
/// <param name="Folder">From where relative paths are taken.</param>
/// <param name="Form">How it was written; null for an environment variable, which has only text.</param>
internal sealed record SettingValue(IReadOnlyList<string> Texts, string Folder, JsonValueKind? Form)
{
    private const int LongestShown = 40;

    public string Text => Texts.Count > 0 ? Texts[0] : "";

    public double Number => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public int Whole => int.Parse(Text, NumberStyles.None, CultureInfo.InvariantCulture);

    public TimeSpan Seconds => TimeSpan.FromSeconds(Number);

    /// <summary>The whole path; empty where there is none.</summary>
    public string File => Text.Length == 0 ? "" : Path.GetFullPath(Text, Folder);

    public IReadOnlyList<string> Files => [.. Texts.Select(text => Path.GetFullPath(text, Folder))];

    public static SettingValue OfJson(JsonElement element, string folder) => element.ValueKind switch
    {
        JsonValueKind.Array => new([.. element.EnumerateArray().Select(OfElement)], folder, element.EnumerateArray().All(IsText) ? JsonValueKind.Array : JsonValueKind.Undefined),
        _ => new([OfElement(element)], folder, element.ValueKind),
    };

    public static SettingValue OfText(string text, string folder) => new([text], folder, Form: null);

    public static SettingValue OfDefault(Setting setting)
    {
        if (!setting.IsList)
        {
            return OfText(setting.Default, "/");
        }

        using var list = JsonDocument.Parse(setting.Default);
        return OfJson(list.RootElement, "/");
    }

    /// <summary>The value of a list, which in the environment is one text with commas.</summary>
    public IReadOnlyList<string> List =>
        Form is null ? Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : Texts;

    /// <summary>What is wrong with it as the value of a key; null where nothing is.</summary>
    public string? FaultAs(Setting setting)
    {
        var isRight = HasFormOf(setting) && setting.Kind switch
        {
            SettingKind.Whole => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && IsWithin(setting, whole),
            SettingKind.Seconds => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && IsWithin(setting, seconds),
            SettingKind.Word => setting.Allowed.Contains(Text, StringComparer.Ordinal),
            SettingKind.Words => List.All(word => setting.Allowed.Contains(word, StringComparer.Ordinal)),
            SettingKind.Text => IsWithin(setting, Text.Length) && !Text.Any(char.IsControl),
            _ => List.All(text => !text.Any(char.IsControl)),
        };
        if (isRight)
        {
            return null;
        }

        var nearest = setting.Allowed.Count > 0 ? Core.Text.NearestName.Hint(Text, setting.Allowed) : "";
        var value = setting.IsSecret ? "not usable" : Form == JsonValueKind.String ? $"'{Shorten(Text)}'" : Shorten(string.Join(", ", Texts));
        return $"is {value}: it is {setting.Rule}{nearest}";
    }

    public static string Shorten(string text)
    {
        var shown = text.Length > LongestShown ? string.Concat(text.AsSpan(0, LongestShown), "...") : text;
        return new string([.. shown.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }

    private static bool IsWithin(Setting setting, double number) => number >= setting.Least && number <= setting.Most;

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;

    private static string OfElement(JsonElement element) => IsText(element) ? element.GetString()! : element.GetRawText();

    private bool HasFormOf(Setting setting) => Form is null || Form == (setting.Kind switch
    {
        SettingKind.Whole or SettingKind.Seconds => JsonValueKind.Number,
        _ when setting.IsList => JsonValueKind.Array,
        _ => JsonValueKind.String,
    });
}
