using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>An authority of its own and one certificate that it signed, as PEM files.</summary>
internal static class Certificates
{
    /// <returns>What lies below <c>Tls</c> in a configuration.</returns>
    public static JsonObject Make(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        using var certificate = own.Create(authority, now.AddHours(-1), now.AddHours(20), [1, 2, 3]);

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "authority.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "silo.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "silo.key"), key.ExportPkcs8PrivateKeyPem());
        return new JsonObject
        {
            ["Certificate"] = Path.Combine(folder, "silo.pem"),
            ["Key"] = Path.Combine(folder, "silo.key"),
            ["Authority"] = Path.Combine(folder, "authority.pem"),
        };
    }
}
