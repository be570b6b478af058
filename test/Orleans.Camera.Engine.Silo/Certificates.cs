using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Orleans.Camera.Engine.Silo;

/// <summary>Certificates that one authority of a test has signed.</summary>
public static class Certificates
{
    /// <summary>Shows the certificate of that name, and trusts those that the authority of the folder has signed.</summary>
    public static void Use(TlsOptions options, string folder, string name)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "authority.cer"));
        options.LocalCertificate = name.Length == 0
            ? null
            : X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, $"{name}.pfx"), null);
        options.RemoteCertificateValidation = (certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            return chain.Build(certificate);
        };
    }
}
