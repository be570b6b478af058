using System.Text.Json;

namespace Orleans.Camera.Core.Text;

/// <summary>
/// Reads the fields of one JSON object strictly and goes on after a fault, so that all faults are reported at once.
/// </summary>
public sealed class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<string> _faults;

    /// <param name="path">Where the object lies, ending in '.'; empty for the document itself.</param>
    /// <param name="known">Every key that may occur.</param>
    public JsonFields(JsonElement element, string path, IReadOnlyList<string> known, List<string> faults)
    {
        _element = element;
        _path = path;
        _faults = faults;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(path.Length == 0 ? "it must be an object" : $"\"{path.TrimEnd('.')}\" must be an object");
            return;
        }

        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                _faults.Add($"unknown key \"{path}{Show(field.Name)}\"{NearestName.Hint(field.Name, known)}");
            }
        }
    }

    public bool TryGet(string key, out JsonElement value)
    {
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out value);
    }

    public string? Text(string key, Func<string, bool> isGood, string rule)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && isGood(text))
        {
            return text;
        }

        Fault(key, $"must be {rule}, not {Show(value)}");
        return null;
    }

    public double? Number(string key, double least, double most)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (IsNumber(value, least, most, out var number))
        {
            return number;
        }

        Fault(key, $"must be a number from {least} to {most}, not {Show(value)}");
        return null;
    }

    public long? Integer(string key, long least, long most)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(key, $"must be a whole number from {least} to {most}, not {Show(value)}");
        return null;
    }

    public bool? Boolean(string key)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(key, $"must be true or false, not {Show(value)}");
        return null;
    }

    public T? Word<T>(string key, IReadOnlyList<(string Word, T Value)> words)
        where T : struct
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        foreach (var (word, meaning) in words)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
            {
                return meaning;
            }
        }

        var names = words.Select(pair => pair.Word);
        Fault(key, $"must be one of {string.Join(", ", names)}, not {Show(value)}{NearestName.Hint(text, names)}");
        return null;
    }

    /// <summary>As many numbers as asked for.</summary>
    public float[]? Numbers(string key, int count, double least, double most)
    {
        if (!TryGet(key, out var value))
        {
            return null;
        }

        var numbers = new float[count];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count)
        {
            var at = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (!IsNumber(item, least, most, out var number))
                {
                    break;
                }

                numbers[at++] = (float)number;
            }

            if (at == count)
            {
                return numbers;
            }
        }

        Fault(key, $"must be {count} numbers from {least} to {most}, not {Show(value)}");
        return null;
    }

    public void Fault(string key, string what) => _faults.Add($"\"{_path}{key}\" {what}");

    /// <summary>A value as it stands in the file, shortened.</summary>
    private static string Show(JsonElement value) => Show(value.GetRawText());

    private static string Show(string text)
    {
        const int Longest = 40;
        var shown = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "...") : text;
        return new string([.. shown.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }

    private static bool IsNumber(JsonElement value, double least, double most, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && number >= least && number <= most;
    }
}
