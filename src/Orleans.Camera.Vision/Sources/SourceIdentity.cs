using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Tells one recording from another, cheaply: see <see cref="Core.Frames.SourceInfo.Identity"/>.</summary>
internal static class SourceIdentity
{
    private const int BlockBytes = 65536;

    /// <summary>Of a file; null for what is none.</summary>
    public static string? Of(SourceAddress address)
    {
        if (address.Kind != SourceKind.File || new FileInfo(address.Target) is not { Exists: true, Length: > 0 })
        {
            return null;
        }

        using var file = File.OpenHandle(address.Target);
        var length = RandomAccess.GetLength(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        hash.AppendData(block, 0, RandomAccess.Read(file, block, fileOffset: 0));
        hash.AppendData(block, 0, RandomAccess.Read(file, block, Math.Max(0, length - BlockBytes)));
        return string.Create(CultureInfo.InvariantCulture, $"{length}-{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <summary>Of a folder's pictures, in their order.</summary>
    public static string Of(IReadOnlyList<string> pictures)
    {
        var list = new StringBuilder();
        foreach (var picture in pictures)
        {
            // No name has a slash.
            list.Append(Path.GetFileName(picture)).Append('/').Append(new FileInfo(picture).Length).Append('/');
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{pictures.Count}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString())))}");
    }
}
