using System.Diagnostics;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>The sample client, as its own process.</summary>
internal static class SampleClient
{
    /// <param name="gateway">The port of a silo.</param>
    /// <param name="camera">The camera's name.</param>
    /// <param name="token">A viewer's.</param>
    public static Process Start(int gateway, string camera, string token) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sample-client.dll"), $"{gateway}", camera])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CAMERA_TOKEN"] = token },
        })!;
}
