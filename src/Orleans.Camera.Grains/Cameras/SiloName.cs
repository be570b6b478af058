using System.Globalization;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>How a silo signs what it writes: a silo that was started again is another owner.</summary>
internal static class SiloName
{
    public static string OwnerOf(ILocalSiloDetails silo) => OwnerOf(silo.Name, silo.SiloAddress);

    public static string OwnerOf(string name, SiloAddress address) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}@{address.Generation}");

    /// <summary>The name of the silo that signs so.</summary>
    public static string NameOf(string owner) => owner[..owner.LastIndexOf('@')];
}
