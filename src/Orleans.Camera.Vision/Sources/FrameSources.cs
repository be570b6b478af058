using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Makes sources of pictures.</summary>
public static class FrameSources
{
    /// <summary>A source that FFmpeg reads. Nothing is opened yet.</summary>
    /// <param name="address">Where the pictures come from.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="logger">Is told of outages.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, or a live source was asked to start in its middle.
    /// </exception>
    /// <exception cref="SourceException">The policy does not allow the address.</exception>
    public static IFrameSource Create(SourceAddress address, FrameSourceOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        var hasBeginning = address.Kind is SourceKind.File or SourceKind.Folder or SourceKind.StandardInput;
        if (options.StartAt > 1 && !hasBeginning)
        {
            throw new ArgumentException($"{address.Name}: a live source cannot start at picture {options.StartAt}.", nameof(options));
        }

        if (options is { After: not null, StartTime: null } && !hasBeginning)
        {
            throw new ArgumentException($"{address.Name}: a live source goes on only with its start time.", nameof(options));
        }

        options.Policy?.CheckScheme(address);
        return new FfmpegFrameSource(address, options, logger);
    }
}
