using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>What a migrating grain takes along.</summary>
internal sealed class Dehydration(Codecs codecs) : IDehydrationContext
{
    public Dictionary<string, byte[]> Values { get; } = new(StringComparer.Ordinal);

    public bool TryAddValue<T>(string key, T? value)
    {
        try
        {
            Values[key] = codecs.ToBytes(value, typeof(T));
            return true;
        }
        catch (SerializerException)
        {
            return false;
        }
    }
}

/// <summary>What a migrated grain brought along, and where it was.</summary>
internal sealed class Rehydration(Codecs codecs, GrainAddress previous, Dictionary<string, byte[]> values) : IRehydrationContext
{
    public GrainAddress Previous => previous;

    public void Give(IEnumerable<IGrainMigrationParticipant> participants)
    {
        foreach (var participant in participants)
        {
            participant.OnRehydrate(this);
        }
    }

    public bool TryGetValue<T>(string key, [NotNullWhen(true)] out T? value)
    {
        value = values.TryGetValue(key, out var bytes) ? (T?)codecs.FromBytes(bytes, typeof(T)) : default;
        return value is not null;
    }
}
