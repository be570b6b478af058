using System.Runtime.InteropServices;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Where a path really leads; the base class library follows links only at a path's end.</summary>
internal static unsafe partial class Paths
{
    private const int LongestPath = 4096;

    /// <summary>The absolute path without links or dots; null where there is nothing, or it cannot be looked at.</summary>
    public static string? Real(string path)
    {
        var buffer = stackalloc byte[LongestPath + 1];
        return RealPath(path, buffer) == 0 ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }

    /// <summary>Whether it is a file or a folder, and no pipe, socket or device.</summary>
    public static bool IsRegular(string path) =>
        Directory.Exists(path) || (File.Exists(path) && !File.GetAttributes(path).HasFlag(FileAttributes.Device) && new FileInfo(path).Length > 0);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, byte* resolved);
}
