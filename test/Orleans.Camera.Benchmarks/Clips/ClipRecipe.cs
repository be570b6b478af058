using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>How a clip is made: always the same bytes from the same FFmpeg.</summary>
/// <param name="Name">What it shows: <c>busy</c> or <c>quiet</c>.</param>
/// <param name="Pictures">How many pictures it has, at 25 a second.</param>
/// <param name="Decides">Whether the figures on this clip must be reached.</param>
internal sealed record ClipRecipe(string Name, PictureSize Size, int Pictures, bool Decides)
{
    private const int Version = 1;

    /// <summary>A textured still, as a street is to a fixed camera. Evaluated once, then repeated.</summary>
    private const string Texture =
        "120+45*sin(X*1536/W/31)*cos(Y*864/H/47)+22*sin(X/5+Y/9)*sin(Y/3)+28*(random(1)-0.5)";

    /// <summary>Noise of a small sensor by daylight, different on every picture.</summary>
    private const string SensorNoise = "noise=c0s=9:c0f=t:c1s=4:c1f=t:c2s=4:c2f=t";

    public string FileName => $"{Name}-{Size}-{Pictures}-v{Version}.mp4";

    /// <summary>
    /// H.264 as cameras send it: zero latency, no B-frames, a key picture every two seconds. One encoder thread, because
    /// the slices that this tuning cuts would depend on the machine's number of cores.
    /// </summary>
    public IEnumerable<string> Arguments =>
    [
        .. Inputs(), "-filter_complex", Graph(), "-frames:v", $"{Pictures}", "-c:v", "libx264", "-preset", "veryfast",
        "-tune", "zerolatency", "-threads", "1", "-crf", "23", "-g", "50", "-pix_fmt", "yuv420p",
    ];

    private static readonly Actor[] Passers =
    [
        new("0xc04030", 0.11, 0.075, "mod(t*0.16,1.3)-0.15", "0.60"),
        new("0xf0f0e8", 0.13, 0.090, "1.05-mod(t*0.12+0.5,1.3)", "0.70"),
        new("0x202830", 0.028, 0.12, "0.22+0.02*sin(t)", "mod(t*0.09,1.2)-0.13"),
        new("0x3050c0", 0.030, 0.13, "0.44", "1.02-mod(t*0.08+0.4,1.2)"),
        new("0xe0c030", 0.026, 0.11, "0.66", "mod(t*0.10+0.7,1.2)-0.13"),
        new("0x205030", 0.032, 0.14, "0.85-0.02*cos(t)", "1.02-mod(t*0.11+0.2,1.2)"),
    ];

    private Actor[] Actors => Name == "busy" ? Passers : [];

    private IEnumerable<string> Inputs()
    {
        var still = $"nullsrc=s={Size}:r=25,trim=end_frame=1,format=gray,geq=lum='{Texture}',format=yuv420p,"
            + "loop=loop=-1:size=1,setpts=N/(25*TB)";
        IEnumerable<string> sources =
            [still, .. Actors.Select(a => $"color=c={a.Colour}:s={Even(a.Width * Size.Width)}x{Even(a.Height * Size.Height)}:r=25")];
        return sources.SelectMany(source => (string[])["-f", "lavfi", "-i", source]);
    }

    private string Graph()
    {
        var steps = Actors.Select((actor, i) =>
            $"[{(i == 0 ? "0" : $"p{i}")}][{i + 1}]overlay=x='W*({actor.X})':y='H*({actor.Y})':eval=frame[p{i + 1}]");
        var last = Actors.Length == 0 ? "0" : $"p{Actors.Length}";
        return string.Join(';', [.. steps, $"[{last}]{SensorNoise}"]);
    }

    private static int Even(double length) => (int)length / 2 * 2;

    /// <summary>A box that passes: its size and its path relative to the picture, t in seconds.</summary>
    private sealed record Actor(string Colour, double Width, double Height, string X, string Y);
}
