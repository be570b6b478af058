using System.Collections;
using System.Text.Json;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>
/// Reads files and environment into one value for each key, the later one winning, and goes on after a fault, so that all
/// faults are told at once.
/// </summary>
internal sealed class SettingReader
{
    public const string Section = "Camera";
    private const string Prefix = "CAMERA__";
    private const int LargestFile = 1 << 20;
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly Dictionary<string, Setting> _known = SettingTable.All.ToDictionary(setting => setting.Path, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Setting, SettingValue> _values = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Read(ConfigurationText text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Json(LargestFile), Strict);
            ReadRoot(document.RootElement, text);
        }
        catch (JsonException fault)
        {
            _faults.Add($"{text.Name} is no valid JSON ({fault.Message})");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{text.Name} cannot be read ({fault.Message})");
        }
    }

    /// <summary>Reads variables like <c>CAMERA__ENDPOINTS__SILOPORT</c>; lists are written with commas.</summary>
    public void ReadEnvironment(IDictionary variables)
    {
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                var path = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
                Take(path, $"environment: {name}", SettingValue.OfText((string?)variable.Value ?? "", Directory.GetCurrentDirectory()));
            }
        }
    }

    /// <summary>The value of a key: of whoever gave it last, or the default.</summary>
    public SettingValue this[Setting setting] =>
        _values.TryGetValue(setting, out var value) ? value : SettingValue.OfDefault(setting);

    public void Fault(string what) => _faults.Add(what);

    private void ReadRoot(JsonElement root, ConfigurationText text)
    {
        var (file, folder) = (text.Name, text.Folder);
        if (root.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"{file} must be an object with the key {Section}");
            return;
        }

        foreach (var field in root.EnumerateObject())
        {
            if (string.Equals(field.Name, Section, StringComparison.OrdinalIgnoreCase))
            {
                ReadSection(field.Value, "", file, folder);
            }
            else if (field.Name is not "$schema")
            {
                _faults.Add($"{file}: {Shown(field.Name)} is unknown{NearestName.Hint(field.Name, [Section])}: everything is below {Section}");
            }
        }
    }

    private void ReadSection(JsonElement section, string path, string file, string folder)
    {
        if (section.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"{file}: {Section}{(path.Length == 0 ? "" : ":" + path)} must be an object");
            return;
        }

        foreach (var field in section.EnumerateObject())
        {
            var at = path.Length == 0 ? field.Name : $"{path}:{field.Name}";
            if (!_known.ContainsKey(at) && _known.Keys.Any(key => key.StartsWith(at + ":", StringComparison.OrdinalIgnoreCase)))
            {
                ReadSection(field.Value, at, file, folder);
            }
            else
            {
                Take(at, $"{file}: {Section}:{Shown(at)}", SettingValue.OfJson(field.Value, folder));
            }
        }
    }

    private void Take(string path, string where, SettingValue value)
    {
        if (!_known.TryGetValue(path, out var setting))
        {
            _faults.Add($"{where} is unknown{NearestName.Hint(path, _known.Keys)}");
        }
        else if (value.FaultAs(setting) is { } fault)
        {
            _faults.Add($"{where} {fault}");
        }
        else
        {
            _values[setting] = value;
        }
    }

    private static string Shown(string name) => SettingValue.Shorten(name);
}
