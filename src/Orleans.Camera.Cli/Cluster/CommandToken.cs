using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>The token that a command shows: one that it was given, or one of its own where it may read the cluster's key.</summary>
internal static class CommandToken
{
    private const string Variable = "CAMERA_TOKEN";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <returns>Null where there is none: what needs none works all the same, and the cluster says what is missing.</returns>
    /// <exception cref="ClusterException">The file that is named as the token's, or the key, cannot be used.</exception>
    public static Func<string>? Of(ClusterAddress address, TimeProvider time)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } given)
        {
            return () => given;
        }

        if (address.Token.Length > 0)
        {
            return Written(address.Token);
        }

        if (!File.Exists(address.TokenKey))
        {
            return null;
        }

        try
        {
            return Own(new ClusterTokens(KeyFile.Read(address.TokenKey, mayCreate: false), address.ClusterId, time), time);
        }
        catch (Exception fault) when (fault is SealingException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"no token can be made: {fault.Message} Or set {Variable} to a token that was given to you.", fault);
        }
    }

    /// <summary>Made anew while it still counts, so that a command may run for months.</summary>
    private static Func<string> Own(ClusterTokens tokens, TimeProvider time)
    {
        (string Token, DateTimeOffset Made)? last = null;
        return () =>
        {
            if (last is not { } known || (time.GetUtcNow() - known.Made).Duration() > Lifetime / 2)
            {
                known = (tokens.Issue("command", CallerRole.Admin, Lifetime), time.GetUtcNow());
                last = known;
            }

            return known.Token;
        };
    }

    /// <summary>Read again whenever the file was written, so that a command goes on with a token that was renewed.</summary>
    private static Func<string> Written(string path)
    {
        var known = (Token: Read(path), At: File.GetLastWriteTimeUtc(path));
        return () =>
        {
            var at = File.GetLastWriteTimeUtc(path);
            if (at != known.At)
            {
                try
                {
                    known = (Read(path), at);
                }
                catch (ClusterException)
                {
                    // It is just being written, or was taken away: the one before counts until it ends, and then the cluster says so.
                }
            }

            return known.Token;
        };
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : throw new ClusterException($"{path} holds no token: make one with 'camera token'");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"the token cannot be read (Camera:Security:Token): {fault.Message}", fault);
        }
    }
}
