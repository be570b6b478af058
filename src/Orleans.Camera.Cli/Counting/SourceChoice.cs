using Orleans.Camera.Cli.Output;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Cli.Counting;

/// <summary>Where the pictures come from, and how large they travel.</summary>
internal static class SourceChoice
{
    // A video for people to look at; more would only slow it down.
    private const int WidestPicture = 1920;
    private const int HighestPicture = 1080;

    /// <exception cref="SourceException">The address makes no sense.</exception>
    /// <exception cref="UsageException">An option does not fit this kind of source.</exception>
    public static IFrameSource Create(CountSettings settings, MotDetections? recorded, OnnxDetector? model, CommandConsole console)
    {
        if (settings is { Source: null, Virtual: var (size, fps) })
        {
            return new MotFrameSource(recorded!, size, fps, DateTimeOffset.UnixEpoch, settings.ProcessFps ?? 0);
        }

        var options = new FrameSourceOptions
        {
            ProcessFps = settings.ProcessFps,
            StartAt = settings.Start,
            RtspTransport = settings.UseUdp ? RtspTransport.Udp : RtspTransport.Tcp,
            Picture = PictureOf(settings, model),
            TimeProvider = console.Time,
        };
        options = settings.FolderFps is { } rate ? options with { FolderFps = rate } : options;
        try
        {
            return FrameSources.Create(SourceAddress.Parse(settings.Source!), options, new OutageLines(console));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(Messages.WithoutParameter(exception));
        }
    }

    /// <remarks>
    /// A model gets pictures of one size whether they are drawn on or not, so that looking changes no count. Twice its input
    /// is enough to look at, and is halved without loss.
    /// </remarks>
    private static ColourPicture PictureOf(CountSettings settings, OnnxDetector? model) =>
        model is not null ? ColourPicture.Within(2 * model.InputSize.Width, 2 * model.InputSize.Height)
        : settings.NeedsPicture ? ColourPicture.Within(WidestPicture, HighestPicture)
        : ColourPicture.None;
}
