using System.Text;

namespace Orleans.Camera.Placement.Machines;

/// <summary>Where a hierarchy of cgroups is mounted.</summary>
/// <param name="Root">Which of its groups is what the mount point shows.</param>
/// <param name="Point">The mount point.</param>
/// <param name="Controllers">Those of version 1, with commas; empty for version 2.</param>
internal sealed record CgroupMount(string Root, string Point, string Controllers)
{
    public bool IsV2 => Controllers.Length == 0;

    public bool Has(string controller) => Controllers.Split(',').Contains(controller, StringComparer.Ordinal);
}

/// <summary>Reads in which groups this process is, and where they are to be seen.</summary>
internal static class CgroupTexts
{
    private const int MostMounts = 256;

    /// <summary><c>/proc/self/cgroup</c>: lines of <c>hierarchy:controllers:path</c>.</summary>
    /// <param name="text">The file.</param>
    /// <param name="controller">Of version 1; empty for version 2.</param>
    /// <returns>The path; null where there is no such hierarchy.</returns>
    public static string? Membership(ReadOnlySpan<byte> text, string controller)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var first = line.IndexOf((byte)':');
            var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':');
            if (second < 0)
            {
                continue;
            }

            var controllers = Encoding.UTF8.GetString(line.Slice(first + 1, second));
            if (controller.Length == 0 ? controllers.Length == 0 && line[..first].SequenceEqual("0"u8) : controllers.Split(',').Contains(controller, StringComparer.Ordinal))
            {
                return Encoding.UTF8.GetString(line[(first + second + 2)..]);
            }
        }

        return null;
    }

    /// <summary>
    /// <c>/proc/self/mountinfo</c>: <c>id parent device root point options [tags] - type source controllers</c>.
    /// </summary>
    public static IReadOnlyList<CgroupMount> Mounts(ReadOnlySpan<byte> text)
    {
        var mounts = new List<CgroupMount>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var end = line.IndexOf(" - "u8);
            if (end < 0 || mounts.Count == MostMounts)
            {
                continue;
            }

            var root = SystemText.Word(line[..end], 3);
            var point = SystemText.Word(line[..end], 4);
            var type = SystemText.Word(line[(end + 3)..], 0);
            if (!point.StartsWith("/"u8) || !type.StartsWith("cgroup"u8))
            {
                continue;
            }

            var controllers = type.SequenceEqual("cgroup2"u8) ? "" : Encoding.UTF8.GetString(SystemText.Word(line[(end + 3)..], 2));
            if (type.SequenceEqual("cgroup2"u8) || (type.SequenceEqual("cgroup"u8) && controllers.Length > 0))
            {
                mounts.Add(new CgroupMount(SystemText.Path(root), SystemText.Path(point), controllers));
            }
        }

        return mounts;
    }
}
