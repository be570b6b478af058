using System.Diagnostics;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>A textured still with the noise of a sensor, in which nothing moves.</summary>
internal sealed record QuietClip(PictureSize Size, int Pictures) : ClipRecipe(Size, Pictures, FramesPerSecond: 25, WholeClip)
{
    /// <summary>Evaluated once, then repeated.</summary>
    private const string Texture =
        "120+45*sin(X*1536/W/31)*cos(Y*864/H/47)+22*sin(X/5+Y/9)*sin(Y/3)+28*(random(1)-0.5)";

    private const string SensorNoise = "noise=c0s=9:c0f=t:c1s=4:c1f=t:c2s=4:c2f=t";

    public override string Name => "quiet";

    public override bool Decides => false;

    public override async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        var still = $"nullsrc=s={Size}:r={FramesPerSecond},trim=end_frame=1,format=gray,geq=lum='{Texture}',format=yuv420p,"
            + $"loop=loop=-1:size=1,setpts=N/({FramesPerSecond}*TB),{SensorNoise}";

        // One encoder thread: the slices that this tuning cuts would depend on the machine's number of cores.
        var command = new ProcessStartInfo("ffmpeg")
        {
            ArgumentList =
            {
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", still, "-frames:v", $"{Pictures}", "-c:v", "libx264",
                "-preset", "veryfast", "-tune", "zerolatency", "-threads", "1", "-crf", "23", "-pix_fmt", "yuv420p", "file:" + path,
            },
        };
        var run = await CpuMeter.RunAsync(command, watch: null, cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new BenchException($"clip {path}: FFmpeg cannot make it: {run.Errors}");
        }
    }
}
