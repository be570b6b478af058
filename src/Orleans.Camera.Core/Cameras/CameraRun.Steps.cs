using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Cameras;

/// <remarks>
/// Sources and detectors have limits of their own. These here are wider, and for those that hang nevertheless. A live source
/// may be silent for as long as its camera is away, and the store too.
/// </remarks>
public sealed partial class CameraRun
{
    private static readonly TimeSpan LongestOpening = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan OpeningPerPicture = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestDetection = TimeSpan.FromSeconds(60);

    private volatile RunStep _step;
    private long _stepSince;

    private enum RunStep
    {
        Waiting = 0,
        Opening = 1,
        Reading = 2,
        Detecting = 3,
    }

    /// <summary>What has not answered for so long that it never will, in words; null where nothing hangs.</summary>
    public string? Stuck
    {
        get
        {
            // In this order: the step may be older than its time, never younger.
            var step = _step;
            var elapsed = tools.Time.GetElapsedTime(Volatile.Read(ref _stepSince));
            return step switch
            {
                RunStep.Opening when elapsed > LongestOpening + (from.Frame * OpeningPerPicture) => Text("the source or the detector does not open", elapsed),
                RunStep.Reading when elapsed > LongestRead => Text("the source does not answer", elapsed),
                RunStep.Detecting when elapsed > LongestDetection => Text("the detector does not answer", elapsed),
                _ => null,
            };
        }
    }

    private static string Text(string what, TimeSpan elapsed) => FormattableString.Invariant($"{what} for {elapsed.TotalSeconds:0} s");

    private void Enter(RunStep step)
    {
        Volatile.Write(ref _stepSince, tools.Time.GetTimestamp());
        _step = step;
    }

    private async ValueTask<SourceRead> ReadAsync(CancellationToken stop)
    {
        Enter(_info.IsLive ? RunStep.Waiting : RunStep.Reading);
        var read = await _input.ReadAsync(stop).ConfigureAwait(false);
        Enter(RunStep.Waiting);
        return read;
    }
}
