namespace Orleans.Camera.Placement.Machines;

/// <summary>
/// Reads what the kernel tells in files. A file that is missing or cannot be read is unknown, and no fault. Not thread safe:
/// one buffer serves all readings, so that one second's reading leaves little behind.
/// </summary>
/// <param name="root">In place of <c>/</c>, for recorded machines.</param>
public sealed class SystemFiles(string root = "/")
{
    /// <summary>More is not read: the largest of these files, <c>/proc/stat</c> of 1,000 processors, has some 100 KB.</summary>
    private const int Most = 1 << 20;

    private byte[] _buffer = new byte[4096];

    /// <param name="path">From <c>/</c>.</param>
    /// <param name="text">What it says, until the next reading; empty where it is unknown.</param>
    public bool TryRead(string path, out ReadOnlySpan<byte> text)
    {
        text = default;
        try
        {
            using var file = File.OpenHandle(Of(path));
            var length = 0;
            while (RandomAccess.Read(file, _buffer.AsSpan(length), length) is var count and > 0)
            {
                length += count;
                if (length == _buffer.Length)
                {
                    if (length >= Most)
                    {
                        return false;
                    }

                    Array.Resize(ref _buffer, 2 * length);
                }
            }

            text = _buffer.AsSpan(0, length);
            return true;
        }
        catch (Exception fault) when (IsUnknown(fault))
        {
            return false;
        }
    }

    /// <summary>Whether there is such a file or folder.</summary>
    public bool Exists(string path) => Path.Exists(Of(path));

    /// <summary>Free bytes for this user and all bytes of the disk on which a folder lies; null where nobody knows.</summary>
    public static (long Free, long Total)? Disk(string folder)
    {
        try
        {
            var disk = new DriveInfo(folder);
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception fault) when (IsUnknown(fault))
        {
            return null;
        }
    }

    private string Of(string path) => root.Length <= 1 ? path : string.Concat(root, path);

    private static bool IsUnknown(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
