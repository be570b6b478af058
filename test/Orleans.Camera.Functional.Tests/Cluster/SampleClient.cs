using System.Diagnostics;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>The sample client, as its own process.</summary>
internal static class SampleClient
{
    public static Process Start(int gateway, string camera) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sample-client.dll"), $"{gateway}", camera])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
}
