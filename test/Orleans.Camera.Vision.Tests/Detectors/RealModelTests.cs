using System.Diagnostics;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>Real models on a real clip: people who come one by one, with the pictures on which they are to be seen.</summary>
public sealed class RealModelTests
{
    private const string Clip = "clips/one-by-one/one-by-one-person-detection.mp4";
    private const int Step = 10;
    private const int Slack = 5;
    private static readonly (int First, int Last)[] Present =
        [(62, 195), (229, 448), (507, 697), (746, 867), (926, 1197), (1236, 1359)];

    [TestDataFact("models/yolox-nano/yolox_nano.onnx")]
    public Task Yolox_nano_sees_the_people_and_nobody_else() => AssertSeesThePeople("models/yolox-nano/yolox_nano.onnx", 416, 234, 0.3f);

    [TestDataFact("models/fastestdet/FastestDet.onnx")]
    public Task FastestDet_sees_the_people_and_nobody_else() => AssertSeesThePeople("models/fastestdet/FastestDet.onnx", 352, 198, 0.4f);

    private static async Task AssertSeesThePeople(string model, int width, int height, float score)
    {
        using var detector = OnnxDetectors.Open(new ModelReference("m", TestData.Path(model), null), TemporaryModel.OnCpu);
        var (seen, present, ghosts, empty) = (0, 0, 0, 0);
        var detections = new List<Detection>();
        await foreach (var frame in Decode(width, height))
        {
            using (frame)
            {
                detections.Clear();
                await detector.DetectAsync(frame, motion: null, detections, CancellationToken.None);
                var isSeen = detections.Exists(found => detector.Labels[found.Label] == "person" && found.Score >= score);
                if (Present.Any(span => frame.Number >= span.First + Slack && frame.Number <= span.Last - Slack))
                {
                    (present, seen) = (present + 1, seen + (isSeen ? 1 : 0));
                }
                else if (!Present.Any(span => frame.Number >= span.First - Slack && frame.Number <= span.Last + Slack))
                {
                    (empty, ghosts) = (empty + 1, ghosts + (isSeen ? 1 : 0));
                }
            }
        }

        Assert.True(present > 90 && empty > 20, $"{present} pictures with people and {empty} without: was the clip decoded?");
        Assert.True(seen >= 0.97 * present, $"people are seen on {seen} of {present} pictures");
        Assert.True(ghosts <= 0.03 * empty, $"people are seen on {ghosts} of {empty} empty pictures");
    }

    private static async IAsyncEnumerable<Frame> Decode(int width, int height)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "-v", "error", "-i", TestData.Path(Clip), "-vf", $"select=not(mod(n\\,{Step})),scale={width}:{height}", "-fps_mode", "passthrough",
            "-pix_fmt", "yuv420p", "-f", "rawvideo", "-",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var size = new PictureSize(width, height);
        var pool = new FramePool(new FrameLayout(size, default, size));
        var planes = new byte[width * height * 3 / 2];
        for (var number = 1; await process.StandardOutput.BaseStream.ReadAtLeastAsync(planes, planes.Length, false) == planes.Length; number += Step)
        {
            var frame = pool.Rent();
            frame.Stamp(number, TimeSpan.Zero, DateTimeOffset.UnixEpoch);
            Interleave(planes, frame.Bytes, width, height);
            yield return frame;
        }

        await process.WaitForExitAsync();
    }

    /// <summary>From planes one after the other to rows of U beside rows of V.</summary>
    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> rows, int width, int height)
    {
        planes[..(width * height)].CopyTo(rows);
        var chroma = planes[(width * height)..];
        for (var i = 0; i < height; i++)
        {
            var (plane, row) = (i / (height / 2), i % (height / 2));
            chroma.Slice(i * width / 2, width / 2).CopyTo(rows[(((height + row) * width) + (plane * width / 2))..]);
        }
    }
}
