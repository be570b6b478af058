using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Storage.Spooling;

namespace Orleans.Camera.Storage.Tests.Spooling;

/// <summary>These tests started as a program: it appends to a spool, says each time how far it is, and waits to be killed.</summary>
internal static class SpoolChild
{
    public const string Camera = "door";
    public const int EventsPerCut = 3;

    public static int Main(string[] args)
    {
        if (args is not ["spool", var folder])
        {
            return 2;
        }

        using var spool = Open(folder);
        spool.Begin(new SpoolIntent(new CheckpointTag(1, 5), new CheckpointTag(1, 6), Guid.NewGuid()), Cut(1));
        for (long frame = 2; frame < 1_000_000; frame++)
        {
            if (!spool.Append(Cut(frame)))
            {
                return 1;
            }

            Console.Out.WriteLine(frame.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    public static ICutSpool Open(string folder) => new FileSpools(folder, most: 1 << 30, NullLogger<FileSpools>.Instance).Open(Camera);

    public static Cut Cut(long frame) => new()
    {
        Configuration = 1, Source = "rtsp://camera", Start = DateTimeOffset.UnixEpoch, Frame = frame, Pts = TimeSpan.FromSeconds(frame),
        Checksum = uint.MaxValue - (uint)frame, Delta = new byte[frame % 2_000],
        Events = [.. Enumerable.Range(0, EventsPerCut).Select(index => new CrossingEvent(
            0, 0, "dør", Direction.Out, "car", index, frame, DateTimeOffset.UnixEpoch.AddTicks(frame)))],
    };
}
