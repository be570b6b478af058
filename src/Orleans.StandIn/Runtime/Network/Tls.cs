using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Orleans.Connections.Security;

namespace Orleans.Runtime;

/// <summary>Encrypts connections as the options say.</summary>
internal sealed class Tls(TlsOptions options)
{
    /// <summary>Has the listener encrypt, and look at the certificate of who connects.</summary>
    public void Listen(ListenOptions listen) => listen.UseHttps(https =>
    {
        https.ServerCertificate = options.LocalCertificate;
        https.SslProtocols = options.SslProtocols;
        https.CheckCertificateRevocation = options.CheckCertificateRevocation;
        https.ClientCertificateMode = options.RemoteCertificateMode switch
        {
            RemoteCertificateMode.NoCertificate => ClientCertificateMode.NoCertificate,
            RemoteCertificateMode.AllowCertificate => ClientCertificateMode.AllowCertificate,
            _ => ClientCertificateMode.RequireCertificate,
        };
        https.ClientCertificateValidation = options.RemoteCertificateValidation is { } validation ? validation.Invoke : null;
    });

    /// <summary>Encrypts a connection that this side has made.</summary>
    public async Task<Stream> ConnectAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellation)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = $"{endpoint.Address}",
                ClientCertificates = options.LocalCertificate is { } own ? [own] : null,
                EnabledSslProtocols = options.SslProtocols,
                CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, chain, faults) => certificate is X509Certificate2 known
                    ? options.RemoteCertificateValidation?.Invoke(known, chain, faults) ?? faults == SslPolicyErrors.None
                    : options.RemoteCertificateMode != RemoteCertificateMode.RequireCertificate,
            },
            cancellation).ConfigureAwait(false);
        return encrypted;
    }
}
