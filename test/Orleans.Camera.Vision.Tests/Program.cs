using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Vision.Sources;

[assembly: SupportedOSPlatform("linux")]

namespace Orleans.Camera.Vision.Tests;

/// <summary>
/// The tests as a program, for those that need a process of its own: it reads the source that it is given, prints its
/// child's process number after the first picture, and at the end how many pictures there were.
/// </summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        await using var source = (FfmpegFrameSource)FrameSources.Create(SourceAddress.Parse(arguments[0]), new(), NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        Console.WriteLine(source.ChildId);
        var pictures = 0;
        while (await source.ReadAsync(CancellationToken.None) is { IsEnd: false } read)
        {
            pictures += read.Frame is null ? 0 : 1;
            read.Frame?.Dispose();
        }

        Console.WriteLine(pictures);
    }
}
