using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Sources;
using Orleans.Camera.Vision.Tests.Isolation;
using Orleans.Camera.Vision.Tests.Imaging;

[assembly: SupportedOSPlatform("linux")]

namespace Orleans.Camera.Vision.Tests;

/// <summary>
/// The tests as a program, for those that need a process of its own: it reads the source that it is given, prints its
/// child's process number after the first picture, and at the end how many pictures there were.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [WorkerProgram.Command])
        {
            return WorkerProgram.Run();
        }

        if (arguments is [BadJob.Command, var how, ..])
        {
            return WorkerProgram.Run(setup => new BadJob(how, arguments.ElementAtOrDefault(2) ?? "", setup));
        }

        if (arguments is [BadPictureJob.Command, var does, var path])
        {
            return WorkerProgram.Run(_ => new BadPictureJob(does, path));
        }

        if (arguments is [BadJob.ParentCommand, var model])
        {
            using var detector = BadJob.OpenModel(model);
            Console.WriteLine(detector.Health.ProcessId);
            Console.ReadLine();
            return 0;
        }

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
        return 0;
    }
}
