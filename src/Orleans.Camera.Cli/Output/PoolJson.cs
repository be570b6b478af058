using System.Text.Json;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Output;

/// <summary>The pool of workers as lines of JSON: one for each worker, silo, alert and missing model, and one for all.</summary>
internal static class PoolJson
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static List<string> Lines(IReadOnlyList<CameraStatus> cameras, WorkerPool pool) =>
    [
        .. pool.Workers.Select(Line),
        .. pool.Silos.Select(Line),
        .. pool.Alerts.Select(alert => Line(new { Alert = alert })),
        .. pool.Missing.Select(missing => Line(new { Missing = missing.Model, missing.Reason })),
        Line(new
        {
            Totals = new
            {
                pool.Time,
                Cameras = cameras.Count,
                Running = CameraTotals.Count(cameras, CameraState.Running),
                Faulted = CameraTotals.Count(cameras, CameraState.Faulted),
                Degraded = CameraTotals.Count(cameras, CameraState.Degraded),
                Reconnecting = CameraTotals.Count(cameras, CameraState.Reconnecting),
                Starting = CameraTotals.Count(cameras, CameraState.Starting),
                Stopped = CameraTotals.Count(cameras, CameraState.Stopped),
                Workers = pool.Workers.Count,
                Active = pool.Workers.Count(PoolTables.IsActive),
                Failed = pool.Workers.Count(worker => worker.State == "failed"),
                Queue = pool.Workers.Sum(worker => worker.QueueLength),
                PicturesPerMinute = pool.Workers.Sum(worker => worker.PicturesPerMinute),
                LatencyP99 = pool.Workers.Select(worker => worker.LatencyP99).DefaultIfEmpty().Max(),
                ErrorRate = PoolTables.Errors(pool),
            },
        }),
    ];

    private static string Line<T>(T value) => JsonSerializer.Serialize(value, Form);
}
