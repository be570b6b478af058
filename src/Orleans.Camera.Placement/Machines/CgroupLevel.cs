namespace Orleans.Camera.Placement.Machines;

/// <summary>One group that this process is in.</summary>
/// <param name="Folder">Where its files are.</param>
/// <param name="IsV2">Whether it is of version 2, in which all controllers share a folder.</param>
/// <param name="Usage">Of version 1, where its processor time is counted.</param>
internal sealed record CgroupLevel(string Folder, bool IsV2, string Usage)
{
    /// <summary>
    /// The groups of this process that a controller may limit, from the innermost out to what is mounted: any of them can be
    /// the narrowest.
    /// </summary>
    public static IReadOnlyList<CgroupLevel> Find(SystemFiles files, string controller)
    {
        if (!files.TryRead("/proc/self/mountinfo", out var mountText))
        {
            return [];
        }

        var mounts = CgroupTexts.Mounts(mountText);
        if (!files.TryRead("/proc/self/cgroup", out var groups))
        {
            return [];
        }

        // With both versions mounted, a controller belongs to the first one where that has it.
        if (CgroupTexts.Membership(groups, controller) is { } path && mounts.FirstOrDefault(mount => mount.Has(controller)) is { } first)
        {
            var times = mounts.FirstOrDefault(mount => mount.Has("cpuacct"));
            return [.. Folders(files, first, path).Select(folder => new CgroupLevel(folder, IsV2: false, times is null ? folder : times.Point + folder[first.Point.Length..]))];
        }

        return CgroupTexts.Membership(groups, "") is { } unified && mounts.FirstOrDefault(mount => mount.IsV2) is { } second
            ? [.. Folders(files, second, unified).Select(folder => new CgroupLevel(folder, IsV2: true, folder))]
            : [];
    }

    private static IEnumerable<string> Folders(SystemFiles files, CgroupMount mount, string path)
    {
        for (var folder = Inner(files, mount, path); folder.Length >= mount.Point.Length; folder = folder[..Math.Max(0, folder.LastIndexOf('/'))])
        {
            yield return folder;
            if (folder.Length == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// Inside a container the path may be the host's, of which the mount shows only the end, or lead out of it: then the
    /// mount point itself is the container's group.
    /// </summary>
    private static string Inner(SystemFiles files, CgroupMount mount, string path)
    {
        var below = mount.Root == "/" ? path
            : path == mount.Root || path.StartsWith(mount.Root + "/", StringComparison.Ordinal) ? path[mount.Root.Length..]
            : "";
        below = below.TrimEnd('/');
        var isInside = below.StartsWith('/') && !below.Contains("/..", StringComparison.Ordinal) && files.Exists(mount.Point + below);
        return isInside ? mount.Point + below : mount.Point;
    }
}
