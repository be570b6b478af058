using System.Globalization;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Sources;

/// <summary>The FFmpeg filters of a source: which pictures pass, their time and place, and the planes of <c>FrameLayout</c>.</summary>
/// <remarks>
/// <para>
/// Place and time travel together in the one number that a container carries per picture, its time stamp:
/// <c>microseconds * 4096 + (ordinal - 1) mod 4096</c>. Both are taken before any picture is dropped, so they are exact for
/// every source, also one of variable rate. The number stays below 2^53, what FFmpeg's expressions can hold, for 25 days of
/// footage; live sources, which may run for longer, count milliseconds instead. A time that does not grow is moved up by one
/// unit, so that times are strictly increasing.
/// </para>
/// <para>
/// The frame-rate limit has no memory: a picture passes when it is the first of its interval on a fixed grid of time. So
/// a reading that starts in the middle keeps the same pictures. The grid is moved by 0.29 of an interval, because at a simple
/// fraction of the source's own rate pictures would otherwise lie on the grid's lines, on either side by rounding.
/// </para>
/// </remarks>
internal static class FilterGraph
{
    /// <summary>How many ordinals the low part of a time stamp tells apart.</summary>
    public const int OrdinalRange = 4096;

    /// <summary>Time stamps are written as if they counted in this part of a second; NUT would rescale a coarser one.</summary>
    public const int TimeBase = 1_000_000;

    public const string GateFilter = "scale@gate";

    public const string PictureFilter = "scale@picture";

    /// <summary>Most pixels of a gate plane: a background model of two bytes a pixel stays within 64 KB.</summary>
    public const int LargestGate = 32768;

    // Deeper pixels are brought to eight bits first: swscale would stretch their range on the way to grey.
    private const string EightBits =
        "format=yuv420p|yuvj420p|yuv422p|yuvj422p|yuv444p|yuvj444p|yuv410p|yuv411p|yuv440p|yuvj440p|yuva420p|yuyv422|uyvy422|" +
        "nv12|nv21|gray|rgb24|bgr24|rgba|bgra|argb|abgr|rgb0|bgr0|0rgb|0bgr|gbrp|pal8";

    // A whole divisor, so that every gate pixel is the mean of a whole block. Luma is taken as it is, whatever range the
    // source claims; said twice, because swscale would stretch limited luma to the full range for a grey picture.
    private const string Averaged = ":flags=area:in_range=tv:out_range=tv,format=gray";

    private const string GateSize =
        "w='max(1,floor(iw/ceil(sqrt(iw*ih/32768))))':h='max(1,floor(ih/ceil(sqrt(iw*ih/32768))))'";

    /// <param name="options">What is wanted.</param>
    /// <param name="start">Where decoding begins, and which picture is the first to let through.</param>
    /// <param name="unitsPerSecond">Units of time in a time stamp.</param>
    /// <param name="layout">The sizes to keep to, or null where the first picture decides.</param>
    public static string Build(FrameSourceOptions options, RunStart start, int unitsPerSecond, FrameLayout? layout = null) =>
        $"settb=1/{TimeBase}," + Stamp(start, unitsPerSecond) + Select(options.ProcessFps, start, unitsPerSecond) + "," + EightBits + "," +
        (options.Picture.IsWanted ? GateAndPicture(options.Picture, layout) : Gate(layout));

    private static string Stamp(RunStart start, int unitsPerSecond)
    {
        if (start.IsProbe)
        {
            return "setpts=PTS";
        }

        var (zero, first) = start.Sought is { } sought
            ? (string.Create(CultureInfo.InvariantCulture, $"({sought.Zero})"), "")
            : ("STARTPTS", "if(eq(N,0),0,");
        return
            $"setpts='st(0,{first}if(isnan(PTS-{zero}),ld(0)+1,max(floor((PTS-{zero})*{unitsPerSecond}/{TimeBase}),ld(0)+1)){(first.Length > 0 ? ")" : "")})" +
            $"*{OrdinalRange}+mod(N,{OrdinalRange})'";
    }

    private static string Select(double? processFps, RunStart start, int unitsPerSecond)
    {
        var (isFirst, isLater) = ("0", "1");
        if (start.Sought is { } sought)
        {
            var first = sought.Picture.Pts.Ticks / (TimeSpan.TicksPerSecond / unitsPerSecond) * OrdinalRange;
            (isFirst, isLater) = (FormattableString.Invariant($"between(pts,{first},{first + OrdinalRange - 1})"), FormattableString.Invariant($"gte(pts,{first})"));
        }
        else if (start.First > 1)
        {
            (isFirst, isLater) = (FormattableString.Invariant($"eq(n,{start.First - 1})"), FormattableString.Invariant($"gte(n,{start.First - 1})"));
        }

        if (processFps is { } fps && !start.IsProbe)
        {
            isLater += $"*if(isnan(prev_pts),1,gt({Interval("pts")},{Interval("prev_pts")}))";

            string Interval(string pts) => FormattableString.Invariant($"floor(floor({pts}/{OrdinalRange})*{fps:R}/{unitsPerSecond}+0.29)");
        }

        return isLater == "1" ? "" : $",select='{(start.HasFirst ? $"max({isFirst},{isLater})" : isLater)}'";
    }

    private static string Gate(FrameLayout? layout) => $"{GateFilter}={(layout is null ? GateSize : Fixed(layout.Gate))}{Averaged}";

    private static string Fixed(PictureSize size) => string.Create(CultureInfo.InvariantCulture, $"w={size.Width}:h={size.Height}");

    private static string GateAndPicture(ColourPicture picture, FrameLayout? layout)
    {
        var size = layout is null ? PictureExpression(picture) : Fixed(layout.Picture);
        return
            "split[one][two];" +
            $"[one]{Gate(layout)}[gate];" +
            $"[two]{PictureFilter}={size}:flags=bilinear:out_color_matrix=bt601:out_range=tv,format=yuv420p,extractplanes=y+u+v[y][u][v];" +
            "[y][u][v][gate]xstack=inputs=4:layout=0_0|0_h0|w1_h0|0_h0+h1:fill=black";
    }

    private static string PictureExpression(ColourPicture picture)
    {
        var shrink = picture.Limit.IsEmpty
            ? "1"
            : string.Create(CultureInfo.InvariantCulture, $"min(1,min({picture.Limit.Width}/iw,{picture.Limit.Height}/ih))");
        return $"w='max(2,2*floor(iw*{shrink}/2))':h='max(2,2*floor(ih*{shrink}/2))'";
    }
}
