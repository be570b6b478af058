using System.Security.Cryptography;
using System.Text;

namespace Orleans.Camera.Storage.Sealing;

/// <summary>
/// AES-256-GCM with a random nonce (NIST SP 800-38D). The camera's name is authenticated with it, so that an address cannot
/// be moved to another camera. The text is a version, and in base 64 nonce, cipher text and tag.
/// </summary>
internal sealed class SourceSealing(byte[] key) : ISealing
{
    private const string Version = "v1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public string Seal(string camera, string source)
    {
        var length = Encoding.UTF8.GetByteCount(source);
        var result = new byte[NonceBytes + length + TagBytes];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, Encoding.UTF8.GetBytes(source), result.AsSpan(NonceBytes, length), result.AsSpan(NonceBytes + length), Context(camera));
        return Version + Convert.ToBase64String(result);
    }

    public string Open(string camera, string sealedSource)
    {
        if (!sealedSource.StartsWith(Version, StringComparison.Ordinal))
        {
            throw new SealingException($"The source of camera '{camera}' was not sealed by this version of the program. Configure the camera again.");
        }

        try
        {
            var bytes = Convert.FromBase64String(sealedSource[Version.Length..]);
            var length = bytes.Length - NonceBytes - TagBytes;
            var text = new byte[Math.Max(length, 0)];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, length), bytes.AsSpan(NonceBytes + length), text, Context(camera));
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentOutOfRangeException)
        {
            throw new SealingException(
                $"The source of camera '{camera}' was sealed with another key, or was changed in the database. " +
                "Start the silo with the key file it was sealed with, or configure the camera again.", exception);
        }
    }

    private static byte[] Context(string camera) => Encoding.UTF8.GetBytes("orleans-camera source " + camera);
}
