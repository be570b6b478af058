using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Connections.Security;
using Orleans.Runtime;

namespace Orleans.Connections.Security
{
    /// <summary>Decides about the certificate of the other side. It alone decides, whatever the faults found.</summary>
    public delegate bool RemoteCertificateValidator(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors policyErrors);

    /// <summary>Whether the other side must show a certificate.</summary>
    public enum RemoteCertificateMode
    {
        NoCertificate,
        AllowCertificate,
        RequireCertificate,
    }

    /// <summary>How connections are encrypted, and whom they trust.</summary>
    public class TlsOptions
    {
        /// <summary>Shown to the other side, by who listens and by who connects alike. With its private key.</summary>
        public X509Certificate2? LocalCertificate { get; set; }

        /// <summary>Default: the other side must show one.</summary>
        public RemoteCertificateMode RemoteCertificateMode { get; set; } = RemoteCertificateMode.RequireCertificate;

        /// <summary>Default: a certificate with any fault is refused.</summary>
        public RemoteCertificateValidator? RemoteCertificateValidation { get; set; }

        /// <summary>Default: 1.3 and 1.2.</summary>
        public SslProtocols SslProtocols { get; set; } = SslProtocols.Tls13 | SslProtocols.Tls12;

        /// <summary>Default: no.</summary>
        public bool CheckCertificateRevocation { get; set; }
    }
}

namespace Orleans.Hosting
{
    /// <summary>TLS on every connection: between silos, to gateways, and from clients.</summary>
    public static class OrleansConnectionSecurityHostingExtensions
    {
        public static ISiloBuilder UseTls(this ISiloBuilder builder, Action<TlsOptions> configureOptions)
        {
            var options = new TlsOptions();
            configureOptions(options);
            if (options.LocalCertificate is null)
            {
                throw new InvalidOperationException("No certificate specified");
            }

            return builder.ConfigureServices(services => services.AddSingleton(new Tls(options)));
        }

        public static IClientBuilder UseTls(this IClientBuilder builder, Action<TlsOptions> configureOptions)
        {
            var options = new TlsOptions();
            configureOptions(options);
            return builder.ConfigureServices(services => services.AddSingleton(new Tls(options)));
        }
    }
}
