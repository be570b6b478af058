using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>The command line of the FFmpeg that reads a source: pictures as NUT on standard output, its log on standard error.</summary>
internal static class FfmpegArguments
{
    /// <summary>Most pixels that a picture may have: above, a hostile stream would fill the memory.</summary>
    public const int LargestPicture = 8192 * 8192;

    // Containers and streams of pictures. Playlists, scripts and devices are not among them, so that a file cannot make
    // FFmpeg read another one.
    private const string FileFormats =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,mpegtsraw,flv,asf,ogg,nut,ivf,mxf,gif,apng," +
        "h264,hevc,m4v,mjpeg,mjpeg_2000,mpjpeg,av1,obu,yuv4mpegpipe,image2,jpeg_pipe,png_pipe,bmp_pipe,webp_pipe,tiff_pipe," +
        "pgm_pipe,ppm_pipe,pbm_pipe,pgmyuv_pipe,dv,rm,swf,wtv,vc1,vob";

    private const string NetFormats = FileFormats + ",rtsp,rtp,hls";

    // FFmpeg's scaler for AVX2 gathers single pixels; to shrink a plane, its older code gives the same bytes in a third of
    // the time. The decoder does not gather.
    private static readonly string[] CpuFlags =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? ["-cpuflags", "+slowgather"] : [];

    private static readonly string[] OnePicture = ["-frames:v", "1"];

    public static List<string> Build(SourceAddress address, SourceInput input, FrameSourceOptions options, RunStart start, FrameLayout? layout = null)
    {
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+verbose", .. CpuFlags,
            "-threads", Text(options.DecoderThreads), "-max_pixels", Text(LargestPicture),

            // A picture of another size goes through the same filters: they keep their output's size and their memory.
            "-reinit_filter", "0",
        ];
        arguments.AddRange(ForKind(address.Kind, options, input));
        if (input.Proxy is { } proxy)
        {
            arguments.AddRange(["-http_proxy", proxy]);
        }

        if (start.Sought is { To: var to })
        {
            // To a key frame at or before that time. FFmpeg would let time begin anew there: the offset takes that back.
            var seconds = (to.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.000000", CultureInfo.InvariantCulture);
            arguments.AddRange(["-ss", seconds, "-noaccurate_seek", "-itsoffset", seconds]);
        }

        arguments.AddRange(
        [
            "-i", input.Url, "-map", "0:V:0", "-filter_threads", "1", "-vf", FilterGraph.Build(options, start, UnitsPerSecond(address.Kind), layout),
            .. start.IsProbe ? OnePicture : [], "-fps_mode", "passthrough", "-enc_time_base", $"1:{FilterGraph.TimeBase}",
            "-c:v", "rawvideo", "-threads", "1", "-pix_fmt", "gray",
            "-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1",
        ]);
        return arguments;
    }

    /// <summary>Units of time in a time stamp; see <see cref="FilterGraph"/>.</summary>
    public static int UnitsPerSecond(SourceKind kind) =>
        kind is SourceKind.File or SourceKind.Folder or SourceKind.StandardInput ? 1_000_000 : 1000;

    private static IEnumerable<string> ForKind(SourceKind kind, FrameSourceOptions options, SourceInput input) => kind switch
    {
        SourceKind.File => ["-protocol_whitelist", "file", "-format_whitelist", FileFormats, "-fflags", "+discardcorrupt"],
        SourceKind.StandardInput => ["-protocol_whitelist", "pipe", "-format_whitelist", FileFormats, "-fflags", "+discardcorrupt"],
        SourceKind.Folder =>
        [
            "-protocol_whitelist", "file", "-f", "image2", "-start_number", "1", "-framerate", options.FolderFps.ToString("R", CultureInfo.InvariantCulture),
        ],
        SourceKind.Rtsp =>
        [
            "-protocol_whitelist", "rtsp,rtp,udp,tcp,tls", "-format_whitelist", NetFormats,
            "-rtsp_transport", options.RtspTransport == RtspTransport.Udp ? "udp" : "tcp", "-allowed_media_types", "video",
            "-fflags", "+discardcorrupt+nobuffer", "-analyzeduration", "500000", "-fpsprobesize", "0",
        ],

        // The pictures of an MJPEG stream carry no time: it is that of their arrival.
        SourceKind.Http =>
        [
            "-protocol_whitelist", Http(input), "-format_whitelist", NetFormats, "-use_wallclock_as_timestamps", "1",
            "-fflags", "+discardcorrupt+nobuffer", "-analyzeduration", "500000", "-fpsprobesize", "0",
        ],
        SourceKind.HttpFile => ["-protocol_whitelist", Http(input), "-format_whitelist", FileFormats, "-fflags", "+discardcorrupt"],
        SourceKind.Hls =>
        [
            "-protocol_whitelist", Http(input) + ",crypto", "-format_whitelist", NetFormats, "-fflags", "+discardcorrupt",
        ],
        SourceKind.Device => ["-f", "v4l2", "-analyzeduration", "1000000"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Http(SourceInput input) => input.Proxy is null ? "http,https,tcp,tls" : "http,https,httpproxy,tcp,tls";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
