using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Benchmarks.Detecting;

/// <summary>
/// What a detection costs beyond its model: scale, convert, run, decode boxes, suppress, against a bare loop on the same
/// model with a ready tensor. One thread, its CPU time, the two taken in turns of a few pictures.
/// </summary>
internal static class DetectionBench
{
    private const double MostRatio = 1.10;
    private const double MostBytes = 2048;
    private const int PicturesInTurn = 10;
    private const int TurnsInRun = 8;
    private static readonly SessionSettings Settings = new() { Providers = [ExecutionProvider.Cpu] };

    /// <param name="model">Path of an ONNX detector; null for <see cref="SmallDetector"/>.</param>
    /// <param name="runs">How often each figure is taken.</param>
    /// <returns>The measures; one without a value where there is no ONNX Runtime, or the model cannot be used.</returns>
    public static IReadOnlyList<Measure> Run(string? model, int runs, Action<string> progress)
    {
        try
        {
            return Measure(model, runs, progress);
        }
        catch (ModelException fault)
        {
            return [Ratio(model ?? "small detector", value: null, fault.Message)];
        }
    }

    private static Measure Ratio(string on, Spread? value, string? note = null) => new(
        "detection / bare", "detection path / bare ONNX Runtime loop", on, value, MostRatio, AtMost: true, Decides: true, note);

    private static Measure[] Measure(string? model, int runs, Action<string> progress)
    {
        var folder = Directory.CreateTempSubdirectory("camera-bench-").FullName;
        try
        {
            var file = model ?? Path.Combine(folder, "small-detector.onnx");
            if (model is null)
            {
                File.WriteAllBytes(file, SmallDetector.Build());
            }

            var reference = new ModelReference(Path.GetFileName(file), file, Manifest: null);
            var options = new OnnxDetectorOptions { Providers = Settings.Providers, Threads = Settings.Threads };
            using var detector = OnnxDetectors.Open(reference, options);
            using var bare = new BareLoop(ModelFile.Read(reference).Bytes, Settings);
            var input = detector.InputSize;
            var fitted = new PictureSize(input.Width & ~1, (input.Width * 3 / 4) & ~1);
            return
            [
                .. Measure(bare, detector, reference.Name, new PictureSize(768, 576), "scaled from", runs, progress),
                .. Measure(bare, detector, reference.Name, fitted, "delivered as", runs, progress),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Measure> Measure(
        BareLoop bare, OnnxDetector detector, string model, PictureSize size, string how, int runs, Action<string> progress)
    {
        var on = $"{model}, {how} {size}";
        var pictures = BenchPictures.Of(size);
        var detections = new List<Detection>();
        var (bareMilliseconds, ours, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = -1; run < runs; run++)
        {
            progress($"detection, {on}, run {run + 1} of {runs}{(run < 0 ? " (warm-up)" : "")}");
            var (bareTime, ourTime, allocated) = OneRun(bare, detector, pictures, detections);
            if (run >= 0)
            {
                const int Count = PicturesInTurn * TurnsInRun;
                bareMilliseconds.Add(bareTime.TotalMilliseconds / Count);
                ours.Add(ourTime.TotalMilliseconds / Count);
                bytes.Add((double)allocated / Count);
            }
        }

        Array.ForEach(pictures, picture => picture.Dispose());
        progress($"detection, {on}: bare {Spread.Of(bareMilliseconds).Median:0.00} ms, ours {Spread.Of(ours).Median:0.00} ms a picture");
        yield return Ratio(on, Spread.OfRatios(ours, bareMilliseconds));
        yield return new Measure(
            "detection bytes", "bytes allocated by .NET per detection", on, Spread.Of(bytes), MostBytes, AtMost: true, Decides: true);
    }

    private static (TimeSpan Bare, TimeSpan Ours, long Allocated) OneRun(
        BareLoop bare, OnnxDetector detector, Frame[] pictures, List<Detection> detections)
    {
        var (bareTime, ourTime, allocated) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
        for (var turn = 0; turn < TurnsInRun; turn++)
        {
            var start = ThreadCpu.Now;
            bare.Run(PicturesInTurn);
            var middle = ThreadCpu.Now;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < PicturesInTurn; i++)
            {
                detections.Clear();
                var detected = detector.DetectAsync(pictures[i % pictures.Length], motion: null, detections, CancellationToken.None);
                if (!detected.IsCompletedSuccessfully)
                {
                    throw new BenchException("detection did not end on the calling thread.");
                }
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            bareTime += middle - start;
            ourTime += ThreadCpu.Now - middle;
        }

        return (bareTime, ourTime, allocated);
    }
}
