using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// How a checkpoint knows its source again: the address without credentials, so that a new password is no new source, and,
/// of a recording, what tells it from every other.
/// </summary>
internal static class SourceMark
{
    private const char Separator = '\n';

    public static string Of(SourceInfo info, string name) => info.Identity is { } identity ? $"{name}{Separator}{identity}" : name;

    /// <summary>Whether a mark is of this address, whatever lies there now.</summary>
    public static bool IsOf(string mark, string name) => mark == name || mark.StartsWith(name + Separator, StringComparison.Ordinal);
}
