using System.Security.Cryptography;
using System.Text;

namespace Orleans.Camera.Storage.Sealing;

/// <summary>A file with a secret key of the cluster: 32 random bytes in base 64, readable by its owner only.</summary>
public static class KeyFile
{
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Unsafe =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <param name="path">The file.</param>
    /// <param name="mayCreate">Whether a missing one is made.</param>
    /// <exception cref="SealingException">There is no such file, it is no key, or others may read it.</exception>
    public static byte[] Read(string path, bool mayCreate)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new SealingException("No key file is configured (Camera:Security).");
        }

        if (mayCreate && !File.Exists(path))
        {
            Create(path);
        }

        if (!File.Exists(path))
        {
            throw new SealingException($"The key file '{path}' does not exist. Copy it from another silo, or let this one make it.");
        }

        if ((File.GetUnixFileMode(path) & Unsafe) != UnixFileMode.None)
        {
            throw new SealingException($"Others may read or change the key file '{path}'. Make it its owner's alone: chmod 600.");
        }

        var key = new byte[KeyBytes + 1];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == KeyBytes
            ? key[..KeyBytes]
            : throw new SealingException($"'{path}' is no key file: it must hold {KeyBytes} bytes in base 64.");
    }

    /// <summary>The file appears whole, and where two make it at once, one wins.</summary>
    private static void Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
