using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity and references of grains, of references and of observers.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the grain through another of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            ReferenceProxy proxy => (TGrainInterface)proxy.Caller.Reference(proxy.Id, typeof(TGrainInterface)),
            IGrainBase own => (TGrainInterface)Activation.Of(own.GrainContext).Silo.Caller
                .Reference(own.GrainContext.GrainId, typeof(TGrainInterface)),
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference.", nameof(grain)),
        };
    }

    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        ReferenceProxy proxy => proxy.Id,
        IGrainBase own => own.GrainContext.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference.", nameof(grain)),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    public static long GetPrimaryKeyLong(this IAddressable grain)
    {
        var id = grain.GetGrainId();
        return long.TryParse(id.Key.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");
    }
}
