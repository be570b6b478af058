using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Cameras;

/// <summary>The sources of configured cameras, read by FFmpeg.</summary>
/// <param name="template">What all of them have in common, the policy above all.</param>
/// <param name="loggers">Are told of outages.</param>
public sealed class CameraSources(FrameSourceOptions template, ILoggerFactory loggers) : IFrameSources
{
    private readonly ILogger _log = loggers.CreateLogger<CameraSources>();

    public string Show(string address) => SecretWords.Of(address).RemoveFrom(address);

    public bool IsLive(string address)
    {
        var parsed = SourceAddress.Parse(address);
        template.Policy?.CheckScheme(parsed);
        return parsed.Kind is not (SourceKind.File or SourceKind.Folder);
    }

    public bool MayShare(string address) => SourceAddress.Parse(address).Kind is SourceKind.Rtsp or SourceKind.Http or SourceKind.Hls;

    public IFrameSource Create(SourceOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var options = template with
        {
            ProcessFps = order.ProcessFps,
            Picture = order.Picture.IsEmpty ? ColourPicture.None : ColourPicture.Within(order.Picture.Width, order.Picture.Height),
            After = order.After,
            StartTime = order.Start,
            Seed = order.Seed,
        };
        return FrameSources.Create(SourceAddress.Parse(order.Address), options, _log);
    }
}
