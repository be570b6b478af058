using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>
/// A PostgreSQL of the cluster's own in its state folder: on loopback, or where it is placed, with a password that lies only there. It needs
/// Debian's package <c>postgresql</c>.
/// </summary>
/// <remarks>
/// PostgreSQL refuses to run as root. There it runs as <c>postgres</c>, which may not enter a home of root's, but for the one
/// right that lets it.
/// </remarks>
internal sealed class PrivatePostgres(string state, NetworkPlace place, Lifeline? lifeline, CommandConsole console)
{
    private const string User = "camera";
    private const string Root = "/usr/lib/postgresql";

    private static readonly string[] AsPostgres = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]
        : [];

    private string Folder => Path.Combine(state, "postgres");

    private string Data => Path.Combine(Folder, "data");

    /// <summary>Makes the database, unless it is there.</summary>
    /// <returns>The connection string.</returns>
    /// <exception cref="ClusterException">PostgreSQL is not installed, or refuses.</exception>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var connection = Path.Combine(Folder, "connection");
        if (File.Exists(connection))
        {
            return await File.ReadAllTextAsync(connection, cancellationToken);
        }

        console.Error.WriteLine("camera: making a database (once)");
        Directory.CreateDirectory(Folder);
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Data);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var passwordFile = Path.Combine(Folder, "password");
        PrivateFile.Write(passwordFile, Encoding.ASCII.GetBytes(password));
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["chown", "postgres", Data], cancellationToken);
        }

        await RunAsync(
            "initdb",
            [.. AsPostgres, Programs("initdb"), "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8"],
            cancellationToken);
        File.Delete(passwordFile);
        if (place != NetworkPlace.Loopback)
        {
            await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all samenet scram-sha-256\n", cancellationToken);
        }

        var text = $"Host={place.Address};Port={FreePort.Some(1)[0]};Username={User};Password={password};Database=postgres";
        PrivateFile.Write(connection, Encoding.ASCII.GetBytes(text));
        return text;
    }

    /// <summary>Starts the server, and waits until it answers.</summary>
    public Task<KnownProcess> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var port = connectionString.Split(';').Single(part => part.StartsWith("Port=", StringComparison.Ordinal))["Port=".Length..];
        string[] settings =
        [
            $"listen_addresses={place.Address}", $"port={port}", "unix_socket_directories=", "max_connections=200", "shared_buffers=64MB",
        ];
        string[] command = [.. place.Enter, .. AsPostgres, Programs("postgres"), "-D", Data, .. settings.SelectMany(setting => new[] { "-c", setting })];
        return DetachedProcess.StartAsync(
            "postgres", command, Path.Combine(state, "logs", "postgres.log"), "ready to accept connections", lifeline, console, cancellationToken);
    }

    /// <returns>The folder of the newest version's programs; null where there is none.</returns>
    public static string? FindPrograms()
    {
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root).Select(version => Path.Combine(version, "bin")) : [];
        return versions.Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max(StringComparer.Ordinal);
    }

    private static string Programs(string name) => FindPrograms() is { } folder
        ? Path.Combine(folder, name)
        : throw new ClusterException("PostgreSQL is not installed: apt-get install postgresql");

    private async Task RunAsync(string name, string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new ClusterException($"no database could be made in {state}: {name} says: {error.Trim()}");
        }
    }
}
