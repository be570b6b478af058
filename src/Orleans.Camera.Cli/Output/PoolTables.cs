using System.Globalization;
using Orleans.Camera.Abstractions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Camera.Cli.Output;

/// <summary>Workers and silos as an operator looks at them, in 80 columns.</summary>
internal static class PoolTables
{
    private const double Percent = 100;
    private const string Units = "BKMGT";
    private const double MostShown = 999.5;
    private const double MostWithPart = 9.95;

    /// <summary>What matters most: cameras, workers, and how the work goes, a line each.</summary>
    public static string Summary(IReadOnlyList<CameraStatus> cameras, WorkerPool pool)
    {
        var failed = pool.Workers.Count(worker => worker.State == "failed");
        var answered = pool.Workers.Sum(worker => worker.PicturesPerMinute);
        var text = CameraTotals.Words(cameras);
        return pool.Workers.Count == 0
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}\n{pool.Workers.Count} {(pool.Workers.Count == 1 ? "worker" : "workers")}, {pool.Workers.Count(IsActive)} active, {failed} failed\nqueue {pool.Workers.Sum(worker => worker.QueueLength)}, {answered:0} pictures/min, p99 {Milliseconds(pool.Workers.Max(worker => worker.LatencyP99))} ms, errors {Percent * Errors(pool):0.0} %");
    }

    public static IEnumerable<IRenderable> Of(WorkerPool pool)
    {
        if (pool.Workers.Count > 0)
        {
            yield return Workers(pool);
            yield return Health(pool);
        }

        if (pool.Silos.Count > 0)
        {
            yield return Silos(pool);
        }
    }

    /// <summary>What an operator must know of besides: alerts, models that run nowhere, workers that failed.</summary>
    public static IEnumerable<string> Troubles(WorkerPool pool) =>
    [
        .. pool.Alerts.Select(AlertLine.Of),
        .. pool.Silos.Where(silo => silo.GpuFault.Length > 0).Select(silo => OneLine.From($"silo {silo.Silo}: {silo.GpuFault}")),
        .. pool.Missing.Select(missing => OneLine.From($"model {missing.Model} runs nowhere: {missing.Reason}")),
        .. pool.Workers.Where(worker => worker.Reason.Length > 0).Select(worker => OneLine.From(string.Create(
            CultureInfo.InvariantCulture, $"worker {worker.Worker} on {worker.Silo} {worker.State} since {worker.Since:yyyy-MM-dd HH:mm:ss}: {worker.Reason}"))),
        .. pool.Workers.Where(worker => worker.Trouble.Length > 0).Select(worker => OneLine.From($"worker {worker.Worker} on {worker.Silo} is {worker.State}, but: {worker.Trouble}")),
    ];

    /// <summary>The child processes, a line each: of workers, and those that work on pictures.</summary>
    public static IEnumerable<string> Processes(WorkerPool pool) =>
    [
        .. pool.Workers.Where(worker => worker.Process is not null).Select(worker => Line($"worker {worker.Worker} on {worker.Silo}", worker.Process!)),
        .. pool.Silos.Where(silo => silo.PictureWork is { } work && (work.Refused > 0 || work.Processes.Count > 0)).SelectMany(PictureWork),
    ];

    public static bool IsActive(WorkerStatus worker) => worker.State is "ready" or "busy";

    /// <summary>The share of pictures that failed, each worker by what it does.</summary>
    public static double Errors(WorkerPool pool) => pool.Workers.Sum(worker => worker.LoadShare * worker.ErrorRate);

    private static IEnumerable<string> PictureWork(SiloLoad silo)
    {
        var work = silo.PictureWork!;
        return work.Processes.Select(process => Line($"picture work on {silo.Silo}", process)).Append(OneLine.From(string.Create(
            CultureInfo.InvariantCulture,
            $"picture work on {silo.Silo}: {work.Waiting} waiting, {work.Answered} done in {work.HandOvers} hand-overs, {work.Refused} refused")));
    }

    private static string Line(string whose, WorkerProcess process)
    {
        var times = process.Restarts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", started again {process.Restarts} times: {process.Trouble}");
        return OneLine.From(string.Create(
            CultureInfo.InvariantCulture, $"{whose}: process {process.Id}, {process.Memory >> 20:N0} of {process.MostMemory >> 20:N0} MiB{times}"));
    }

    private static Table Workers(WorkerPool pool)
    {
        var table = Tables.New("worker", "silo", "state", "share", "queue", "/min", "p95 ms", "errors");
        foreach (var worker in pool.Workers)
        {
            table.AddRow(
                Plain(worker.Worker), Plain(worker.Silo), Plain(worker.State), Right($"{Percent * worker.LoadShare:0} %"), Tables.Number(worker.QueueLength),
                Right($"{worker.PicturesPerMinute:0}"), Right(Milliseconds(worker.LatencyP95)), Right($"{Percent * worker.ErrorRate:0.0} %"));
        }

        Tables.KeepWhole(table, 2, 3, 4, 5, 6, 7);
        return table;
    }

    /// <summary>How well each does in the long run.</summary>
    private static Table Health(WorkerPool pool)
    {
        var table = Tables.New("worker", "up", "p50 ms", "p99 ms", "can/s", "/cpu s", "failures/h");
        foreach (var worker in pool.Workers)
        {
            table.AddRow(
                Plain(worker.Worker), Right(Span(worker.Uptime)), Right(Milliseconds(worker.LatencyP50)), Right(Milliseconds(worker.LatencyP99)),
                Known(worker.PicturesPerSecond), Known(worker.Efficiency), Right(worker.FailuresPerHour.ToString("0.#", CultureInfo.InvariantCulture)));
        }

        Tables.KeepWhole(table, 1, 2, 3, 4, 5, 6);
        return table;
    }

    private static Table Silos(WorkerPool pool)
    {
        var table = Tables.New("silo", "cpu", "memory", "gpu", "net B/s\nin/out", "disk B/s\nr/w", "cameras", "workers");
        foreach (var silo in pool.Silos)
        {
            table.AddRow(
                Plain(silo.Silo), Share(silo.Cpu), Share((double?)silo.MemoryUsed / silo.MemoryLimit), Share(silo.Gpus?.Max(gpu => gpu.Utilisation)),
                Both(silo.NetworkIn, silo.NetworkOut), Both(silo.DiskIn, silo.DiskOut), Tables.Number(silo.Cameras), Tables.Number(silo.Slots));
        }

        Tables.KeepWhole(table, 1, 2, 3, 4, 5, 6, 7);
        return table;
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\dhh\h" : time.Hours > 0 ? @"h\hmm\m" : @"m\mss\s", CultureInfo.InvariantCulture);

    /// <summary>What was not measured is not nothing.</summary>
    private static Text Known(double value) => Right(value > 0 ? value.ToString("0.0", CultureInfo.InvariantCulture) : "-");

    private static Paragraph Plain(string text) => Tables.Cell(text);

    private static Text Right(string text) => new Text(text).RightJustified();

    private static Text Share(double? share) => Right(share is { } part and >= 0 ? $"{Percent * part:0} %" : "-");

    private static Text Both(double? one, double? other) => Right(one is null && other is null ? "-" : $"{Rate(one)}/{Rate(other)}");

    /// <summary>Bytes per second in four signs at most: <c>850</c>, <c>1.2K</c>, <c>12M</c>.</summary>
    private static string Rate(double? rate)
    {
        if (rate is not { } bytes)
        {
            return "-";
        }

        var unit = 0;
        for (; bytes >= MostShown && unit < Units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return bytes.ToString(unit > 0 && bytes < MostWithPart ? "0.0" : "0", CultureInfo.InvariantCulture) + (unit > 0 ? Units[unit].ToString() : "");
    }
}
