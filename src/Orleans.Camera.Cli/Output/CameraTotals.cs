using System.Text.Json;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Output;

/// <summary>How many cameras are in which state, and on which silo, whatever their state.</summary>
internal static class CameraTotals
{
    /// <summary>What needs somebody comes first.</summary>
    private static readonly CameraState[] _order =
        [CameraState.Faulted, CameraState.Degraded, CameraState.Reconnecting, CameraState.Starting, CameraState.Running, CameraState.Stopped];

    /// <summary>A state as people write it: <c>running</c>.</summary>
    public static string Word(CameraState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>For example <c>3 cameras: 1 faulted, 2 running</c>.</summary>
    public static string Words(IReadOnlyList<CameraStatus> cameras)
    {
        var states = _order.Select(state => (State: state, Count: Count(cameras, state))).Where(total => total.Count > 0).Select(total => $"{total.Count} {Word(total.State)}");
        return cameras.Count == 0 ? "no cameras" : $"{cameras.Count} {(cameras.Count == 1 ? "camera" : "cameras")}: {string.Join(", ", states)}";
    }

    public static int Count(IReadOnlyList<CameraStatus> cameras, CameraState state) => cameras.Count(camera => camera.State == state);

    /// <summary>The pool, in which each silo has all cameras that it owns: it tells only of those of which a pipeline runs.</summary>
    public static WorkerPool Owned(IReadOnlyList<CameraStatus> cameras, WorkerPool pool) =>
        pool with { Silos = [.. pool.Silos.Select(silo => silo with { Cameras = cameras.Count(camera => camera.Silo == silo.Silo) })] };
}
