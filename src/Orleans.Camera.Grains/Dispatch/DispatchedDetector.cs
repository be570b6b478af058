using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Dispatch;

/// <summary>
/// Sends each picture to a worker, and to another where that one fails or is late. It is made as small as the model looks at it
/// before, wherever the worker is, so that it is answered alike everywhere.
/// </summary>
internal sealed class DispatchedDetector(
    CameraDefinition camera, string model, WorkerAbility ability, bool isLive, WorkerHub hub, IDispatchPolicy policy) : IObjectDetector
{
    /// <summary>A recording's picture is asked for no longer than this at a time; its camera asks again, and can be stopped meanwhile.</summary>
    private static readonly TimeSpan MostAtATime = TimeSpan.FromSeconds(20);

    /// <summary>How soon a recording looks again for a worker that has room.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CameraPriority _priority = CameraPriorities.Read(camera.Priority);

    private readonly PictureSize _input = new(ability.InputWidth, ability.InputHeight);
    private readonly IPictureFitter? _fitter = hub.NewFitter();

    public IReadOnlyList<string> Labels => ability.Labels;

    public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        using var fitted = _fitter?.Fit(frame, _input);
        var picture = fitted ?? frame;
        var start = hub.Time.GetTimestamp();
        var rule = new RetryRule(isLive ? hub.DeadlineOf(model) : null);
        var request = new DispatchRequest(camera.Name, model, hub.Silo) { Region = camera.Region, Priority = _priority, IsRecording = !isLive };
        var reason = "";
        while (await ChooseAsync(request, start, cancellationToken).ConfigureAwait(false) is { } worker)
        {
            request = request with { Tried = request.Tried.Add(worker.Id) };
            WorkAnswer answer;
            try
            {
                var limit = rule.AttemptLimit(hub.Time.GetElapsedTime(start), HasAnother(request), worker.LatencyP95);
                if (limit <= TimeSpan.Zero)
                {
                    break;
                }

                answer = await AskAsync(worker, picture, motion, limit, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                worker.End(request);
            }

            if (answer.Fault is not { } fault)
            {
                Add(answer, detections);
                return;
            }

            hub.Look();
            reason = answer.Reason;
            if (fault == CallFault.Picture)
            {
                throw new ModelException(reason);
            }

            if (!rule.MayAskAnother(fault, hub.Time.GetElapsedTime(start)))
            {
                break;
            }
        }

        throw new WorkerLostException(reason.Length > 0 ? reason : $"No worker takes a picture: {hub.Board.Why.GetValueOrDefault(model) ?? hub.Snapshot.WhyNone(request)}");
    }

    /// <summary>A live picture finds a worker with room or none; a recording waits for room.</summary>
    /// <returns>A worker with a place taken in it.</returns>
    private async ValueTask<WorkerView?> ChooseAsync(DispatchRequest request, long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            if ((policy.Choose(hub.Snapshot, request) ?? LastResort(request)) is { } worker && worker.TryBegin(request))
            {
                return worker;
            }

            if (isLive || !IsFull(request) || hub.Time.GetElapsedTime(start) >= MostAtATime)
            {
                return null;
            }

            await Task.Delay(Pause, hub.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A live picture that nobody else takes is lost: rather than that, one who is quarantined is asked, and of them one who only
    /// failed before one who is silent.
    /// </summary>
    private WorkerView? LastResort(in DispatchRequest request)
    {
        WorkerView? choice = null;
        foreach (var worker in isLive ? hub.Snapshot.Of(model) : [])
        {
            var mayTake = worker.FitFor(request) == WorkerFit.Quarantined && !request.Tried.Contains(worker.Id) && worker.InFlight < worker.MostInFlight;
            if (mayTake && (choice is null || (hub.Silent.Contains(choice.Id) && !hub.Silent.Contains(worker.Id))))
            {
                choice = worker;
            }
        }

        return choice;
    }

    /// <summary>Whether a worker would take it but for what it has already.</summary>
    private bool IsFull(in DispatchRequest request)
    {
        foreach (var worker in hub.Snapshot.Of(model))
        {
            if (worker.FitFor(request) is WorkerFit.Full or WorkerFit.Fits)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }

    private bool HasAnother(in DispatchRequest request)
    {
        foreach (var worker in hub.Snapshot.Of(model))
        {
            if (worker.FitFor(request) == WorkerFit.Fits)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<WorkAnswer> AskAsync(WorkerView worker, Frame frame, MotionResult? motion, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (worker.Silo == hub.Silo)
        {
            return await AskAsync(worker, frame, motion, limit, lease: null, cancellationToken).ConfigureAwait(false);
        }

        var start = hub.Time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, hub.Time);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        ByteLease? lease;
        try
        {
            lease = await hub.BudgetOf(worker.Silo).TakeAsync(camera.Name, _priority, Math.Max(1, frame.Bytes.Length), isLive, wait.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lease = null;
        }

        var left = limit - hub.Time.GetElapsedTime(start);
        if (lease is not null && left > TimeSpan.Zero)
        {
            return await AskAsync(worker, frame, motion, left, lease, cancellationToken).ConfigureAwait(false);
        }

        lease?.Dispose();
        return WorkAnswer.Not(CallFault.Refused, $"too many pictures are on their way to {worker.Silo} already");
    }

    private async Task<WorkAnswer> AskAsync(
        WorkerView worker, Frame frame, MotionResult? motion, TimeSpan limit, ByteLease? lease, CancellationToken cancellationToken)
    {
        using var picture = new WorkPicture(frame, motion);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return worker.IsQuarantined
                ? await CallAsync(worker, picture, limit, attempt.Token, cancellationToken).ConfigureAwait(false)
                : await hub.Quarantine.CallAsync(worker.Id, token => CallAsync(worker, picture, limit, attempt.Token, token), FaultOf, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkerCallException failed)
        {
            return failed.Answer;
        }
        catch (WorkerQuarantinedException exception)
        {
            return WorkAnswer.Not(CallFault.Refused, exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (lease is not null)
            {
                // Its silo stands still, or the way to it is broken: what was sent may lie there yet.
                hub.Silent.Add(worker.Id, lease);
                lease = null;
            }

            return WorkAnswer.Not(FaultOf(exception), $"worker '{worker.Id}' on {worker.Silo}: {exception.Message}");
        }
        finally
        {
            lease?.Dispose();
            await attempt.CancelAsync().ConfigureAwait(false);
        }

        CallFault FaultOf(Exception exception) => exception switch
        {
            WorkerCallException failed => failed.Answer.Fault!.Value,
            TimeoutException => CallFault.Late,
            OperationCanceledException when cancellationToken.IsCancellationRequested => CallFault.Cancelled,
            _ => CallFault.Worker,
        };
    }

    private async ValueTask<WorkAnswer> CallAsync(WorkerView worker, WorkPicture picture, TimeSpan limit, CancellationToken attempt, CancellationToken stop)
    {
        // Here it needs no grain, whose place may just have died with another silo.
        var call = worker.Silo == hub.Silo && hub.Here(worker.Id) is { } here
            ? here.DetectAsync(picture, attempt)
            : hub.Grains.GetGrain<IInferenceGrain>(worker.Id).DetectAsync(picture, attempt);
        call.Ignore();
        var answer = await call.WaitAsync(limit, hub.Time, stop).ConfigureAwait(false);
        return answer.Fault is null ? answer : throw new WorkerCallException(answer);
    }

    private static void Add(WorkAnswer answer, List<Detection> detections)
    {
        for (var index = 0; index < answer.Labels.Length; index++)
        {
            var box = answer.Boxes.AsSpan(5 * index, 5);
            detections.Add(new Detection(new Box(box[0], box[1], box[2], box[3]), answer.Labels[index], box[4]));
        }
    }
}

/// <summary>Carries an answer that is none past the quarantine, which counts exceptions.</summary>
internal sealed class WorkerCallException(WorkAnswer answer) : Exception(answer.Reason)
{
    public WorkAnswer Answer => answer;
}
