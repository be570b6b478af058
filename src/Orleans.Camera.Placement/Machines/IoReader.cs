namespace Orleans.Camera.Placement.Machines;

/// <summary>Counts bytes of network and disks. Not thread safe.</summary>
internal sealed class IoReader(SystemFiles files)
{
    private readonly CgroupLevel? _group = Own(files, "blkio") is { IsV2: false } old ? old : Own(files, "io");

    private readonly Dictionary<string, bool> _isInterface = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _isDisk = new(StringComparer.Ordinal);

    /// <summary>
    /// Received and sent. Where there are devices, only they count, so that no byte is counted again on the bridges and
    /// tunnels above them; in a container there are none, and all but the loopback counts.
    /// </summary>
    public IoBytes? Network()
    {
        if (!files.TryRead("/proc/net/dev", out var text))
        {
            return null;
        }

        // Looking whether something is a device reads no file, and so leaves the text alone.
        return IoTexts.Network(text, IsDevice) ?? IoTexts.Network(text, static name => name != "lo");
    }

    /// <summary>Read and written by this process's group, or, where the kernel does not count that, by the machine.</summary>
    public IoBytes? Disks()
    {
        var own = _group is { } group && files.TryRead(group.Folder + (group.IsV2 ? "/io.stat" : "/blkio.throttle.io_service_bytes_recursive"), out var counted)
            ? group.IsV2 ? IoTexts.Group(counted) : IoTexts.OldGroup(counted)
            : null;
        return own is not null ? own : files.TryRead("/proc/diskstats", out var text) ? IoTexts.Disks(text, IsDisk) : null;
    }

    private static CgroupLevel? Own(SystemFiles files, string controller) =>
        CgroupLevel.Find(files, controller) is [var innermost, ..] ? innermost : null;

    private bool IsDevice(string name) => Known(_isInterface, name, $"/sys/class/net/{name}/device");

    /// <summary>Whole disks have a device; partitions, loops and volumes above them have none.</summary>
    private bool IsDisk(string name) => Known(_isDisk, name, $"/sys/block/{name}/device");

    private bool Known(Dictionary<string, bool> known, string name, string path)
    {
        const int Most = 1024;
        if (!known.TryGetValue(name, out var answer))
        {
            answer = !name.Contains('/', StringComparison.Ordinal) && files.Exists(path);
            if (known.Count >= Most)
            {
                known.Clear();
            }

            known[name] = answer;
        }

        return answer;
    }
}
