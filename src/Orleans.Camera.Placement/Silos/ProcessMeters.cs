using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Measuring;
using Orleans.Camera.Placement.Machines;

namespace Orleans.Camera.Placement.Silos;

/// <summary>What each watched process uses. Not thread safe.</summary>
internal sealed class ProcessMeters(SystemFiles files, WatchedProcesses watched, TimeSpan smoothing)
{
    private readonly Dictionary<int, (long Started, CounterRate Ticks)> _known = [];

    /// <param name="span">Since the last reading.</param>
    /// <returns>Those that are alive, by their numbers.</returns>
    public IReadOnlyList<ProcessLoad> Read(TimeSpan span)
    {
        var all = watched.All;
        if (all.Count == 0)
        {
            _known.Clear();
            return [];
        }

        var loads = new List<ProcessLoad>(all.Count);
        foreach (var (process, name) in all)
        {
            if (ProcessReader.Read(files, process) is not { } use)
            {
                _known.Remove(process);
                continue;
            }

            if (!_known.TryGetValue(process, out var known) || known.Started != use.Started)
            {
                _known[process] = known = (use.Started, new CounterRate(smoothing));
            }

            known.Ticks.Add(use.CpuTime.Ticks, span);
            loads.Add(new ProcessLoad(process, name, known.Ticks.Value / TimeSpan.TicksPerSecond, use.CpuTime, use.Memory));
        }

        foreach (var gone in _known.Keys.Where(process => !loads.Exists(load => load.Process == process)).ToList())
        {
            _known.Remove(gone);
        }

        loads.Sort((one, other) => one.Process.CompareTo(other.Process));
        return loads;
    }
}
