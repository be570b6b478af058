using System.Globalization;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Says in one line what is wrong with a source and what to do, from what FFmpeg said.</summary>
internal static class SourceFault
{
    /// <summary>Begins what a relay says when the policy forbids a connection.</summary>
    public const string NotAllowed = "not allowed: ";

    // The first phrase found in FFmpeg's lines decides.
    private static readonly (string Phrase, string Meaning)[] Known =
    [
        ("401 Unauthorized", "the user name or password was refused; check them (rtsp://user:password@host/...)"),
        ("403 Forbidden", "access is forbidden; check the account's rights"),
        ("404 Not Found", "there is nothing at this address; check its path"),
        ("5XX Server Error", "the server failed; look at it"),
        ("Server returned 4", "the server refuses this address; check it"),
        ("Connection refused", "nobody listens there; check host and port, and that the camera is on"),
        ("No route to host", "there is no way to this host; check the address and the network"),
        ("Network is unreachable", "there is no way to this network; check the address and the network"),
        ("Failed to resolve hostname", "the host is not known; check its name"),
        ("Connection timed out", "the host does not answer; check the address, and that the camera is on"),
        ("Permission denied", "it may not be read; check its rights"),
        ("Device or resource busy", "another program uses it; close that one"),
        ("Inappropriate ioctl for device", "it is no camera"),
        ("No such device", "the device is not there; plug it in, or choose another number"),
        ("No such file or directory", "it does not exist; check the address"),
        ("matches no streams", "it has no pictures, only other streams; choose another one"),
        ("Format not on whitelist", "it is no video that can be read; playlists and scripts are not allowed here"),
        ("not on whitelist", "it refers to another place, which is not allowed"),
        ("Picture size", "its pictures are too large; at most 67 million pixels (8192x8192) are read"),
        ("exceeds specified max pixel count", "its pictures are too large; at most 67 million pixels (8192x8192) are read"),
        ("Cannot allocate memory", "reading it takes too much memory; its pictures are too large or it is damaged"),
        ("misdetection possible", "it is no video that can be read; choose another one"),
        ("moov atom not found", "it is incomplete: its table of contents is missing; record or copy it again"),
        ("Invalid data found", "it is no video that can be read, or it is damaged; try to play it"),
        ("does not contain any stream", "it has no pictures; choose another one"),
        ("End of file", "it ended before the first picture; check that it is complete"),
        ("Immediate exit requested", "it was interrupted"),
    ];

    public static SourceException NotFound(SourceAddress address, string what) =>
        new($"{address.Name}: {what}.");

    public static SourceException OpenTimeout(SourceAddress address, TimeSpan limit) => new(
        string.Create(CultureInfo.InvariantCulture, $"{address.Name}: no picture within {limit.TotalSeconds:0.#} s; check that it sends video."));

    /// <summary>Why a child ended before its first picture.</summary>
    public static SourceException NotOpened(SourceAddress address, FfmpegLog log, int status) =>
        log.NotStarted is { } line
            ? new($"{address.Name}: cannot start FFmpeg ({line}); install the packages ffmpeg and util-linux.")
            : new($"{address.Name}: {Meaning(log) ?? Ended(log, status)}.");

    /// <summary>A recorded source that does not have the picture after which it was to be read on.</summary>
    public static SourceException AnotherFile(SourceAddress address, ResumePoint after) => new(
        $"{address.Name}: picture {after.Number} is not there or not the one counted before, so this is another recording; bring that one back, or configure the camera anew.");

    /// <summary>Why a recorded source broke off.</summary>
    public static SourceException BrokeOff(SourceAddress address, FfmpegLog log, long lastPicture, int status) =>
        new($"{address.Name}: broke off after picture {lastPicture}: {Reason(log, status)}; record or copy it again.");

    /// <summary>A recorded source that falls silent.</summary>
    public static SourceException Silent(SourceAddress address, long lastPicture, TimeSpan limit) => new(string.Create(
        CultureInfo.InvariantCulture, $"{address.Name}: no more pictures for {limit.TotalSeconds:0} s after picture {lastPicture}; check the disk or the network."));

    public static SourceException ChildDies(SourceAddress address, long lastPicture, int status) =>
        new($"{address.Name}: its decoder ends again and again after picture {lastPicture} (status {status}); the file may be damaged, or memory short.");

    /// <summary>A short reason for a gap.</summary>
    public static string Reason(FfmpegLog log, int status) =>
        log.IsBrokenOff ? "the file ends in the middle" : Meaning(log) ?? Ended(log, status);

    private static string? Meaning(FfmpegLog log)
    {
        if (log.Troubles.FirstOrDefault(line => line.StartsWith(NotAllowed, StringComparison.Ordinal)) is { } refusal)
        {
            return refusal[NotAllowed.Length..];
        }

        foreach (var (phrase, meaning) in Known)
        {
            if (log.Troubles.Any(line => line.Contains(phrase, StringComparison.OrdinalIgnoreCase)))
            {
                return meaning;
            }
        }

        return null;
    }

    private static string Ended(FfmpegLog log, int status) =>
        status > 128 ? $"its decoder was killed (signal {status - 128})"
        : log.Troubles.LastOrDefault() is { } line ? $"FFmpeg says '{line.Trim()}'"
        : status == 0 ? "it ended"
        : $"its decoder ended with status {status}";
}
