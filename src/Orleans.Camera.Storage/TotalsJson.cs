using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<CrossingTotal>))]
internal sealed partial class TotalsJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<CrossingTotal> totals) => JsonSerializer.Serialize(totals, Default.IReadOnlyListCrossingTotal);

    public static IReadOnlyList<CrossingTotal> Read(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListCrossingTotal) ?? [];
}
