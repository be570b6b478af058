using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Camera.Silo.Configuration;
using Orleans.Connections.Security;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>Encrypted connections on which both sides show a certificate of the cluster's own authority.</summary>
/// <param name="Certificate">A PEM file: what this side shows.</param>
/// <param name="Key">A PEM file: its private key.</param>
/// <param name="Authority">A PEM file: whoever it has signed is let in, and nobody else.</param>
public sealed record ClusterTls(string Certificate, string Key, string Authority)
{
    /// <exception cref="ConfigurationException">A file cannot be read, or is no certificate.</exception>
    public void Configure(TlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var authority = X509CertificateLoader.LoadCertificateFromFile(Authority);
            options.LocalCertificate = X509Certificate2.CreateFromPemFile(Certificate, Key);
            options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.RemoteCertificateValidation = (certificate, _, _) => IsSigned(certificate, authority);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"Camera:Tls: {Certificate}, {Key} or {Authority} cannot be used ({fault.Message}): each is a PEM file, the key that of the certificate", fault);
        }
    }

    /// <remarks>Silos move between machines, so that it is the authority that counts and not the name.</remarks>
    private static bool IsSigned(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
