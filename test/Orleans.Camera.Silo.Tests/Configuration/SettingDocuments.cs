using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Tests.Configuration;

/// <summary>What the files beside the program must say of its keys.</summary>
internal static class SettingDocuments
{
    private static readonly JsonSerializerOptions _form = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rows of the table of keys in <c>silo-config/README.md</c>.</summary>
    public static IEnumerable<string> Rows =>
        SettingTable.All.Select(setting => $"| `{setting.Path}` | {Shown(setting.Default)} | {setting.Rule} | {setting.Meaning} |");

    /// <summary><c>silo-config/schema/silo.schema.json</c>.</summary>
    public static string Schema
    {
        get
        {
            var root = new JsonObject
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["title"] = "Silo",
                ["description"] = "The configuration of one silo. What is left out has its default.",
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["properties"] = new JsonObject
                {
                    ["$schema"] = new JsonObject { ["type"] = "string" },
                    ["Camera"] = Section(SettingTable.All.Select(setting => (setting.Path.Split(':'), setting))),
                },
            };
            return JsonSerializer.Serialize(root, _form) + "\n";
        }
    }

    /// <summary>The default as it stands in a file.</summary>
    public static JsonNode Default(Setting setting) => setting.IsList || setting.Kind is SettingKind.Whole or SettingKind.Seconds
        ? JsonNode.Parse(setting.Default)!
        : JsonValue.Create(setting.Default);

    private static string Shown(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static JsonObject Section(IEnumerable<(string[] Path, Setting Setting)> keys)
    {
        var properties = new JsonObject();
        foreach (var group in keys.GroupBy(key => key.Path[0]))
        {
            var first = group.First();
            properties[group.Key] = first.Path.Length == 1 ? Key(first.Setting) : Section(group.Select(key => (key.Path[1..], key.Setting)));
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject Key(Setting setting)
    {
        var key = new JsonObject { ["description"] = setting.Meaning };
        switch (setting.Kind)
        {
            case SettingKind.Whole or SettingKind.Seconds:
                key["type"] = setting.Kind == SettingKind.Whole ? "integer" : "number";
                key["minimum"] = setting.Least;
                key["maximum"] = setting.Most;
                break;
            case SettingKind.Word:
                key["enum"] = Words(setting);
                break;
            case SettingKind.Words:
                key["type"] = "array";
                key["items"] = new JsonObject { ["enum"] = Words(setting) };
                break;
            case SettingKind.Texts or SettingKind.Files:
                key["type"] = "array";
                key["items"] = new JsonObject { ["type"] = "string" };
                break;
            case SettingKind.Text:
                key["type"] = "string";
                key["minLength"] = setting.Least;
                key["maxLength"] = setting.Most;
                break;
            default:
                key["type"] = "string";
                break;
        }

        key["default"] = Default(setting);
        return key;
    }

    private static JsonArray Words(Setting setting) => new([.. setting.Allowed.Select(word => (JsonNode)JsonValue.Create(word))]);
}
