using System.Text.Json.Nodes;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>What commands on the operator's own machine take for granted where no configuration says otherwise.</summary>
internal static class Defaults
{
    /// <summary>Files below the current folder, and cameras of this machine and of its own network, may be sources.</summary>
    public static JsonObject OfCommand() => new()
    {
        ["Sources"] = new JsonObject
        {
            ["Roots"] = new JsonArray(Directory.GetCurrentDirectory()),
            ["Private"] = new JsonArray("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
        },
    };
}
