using System.Collections.Concurrent;
using Orleans.Camera.Core.Dispatch;
using Polly;
using Polly.CircuitBreaker;

namespace Orleans.Camera.Grains.Dispatch;

/// <summary>A circuit breaker for each worker.</summary>
internal sealed class WorkerQuarantine(QuarantineOptions options, TimeProvider time) : IWorkerQuarantine
{
    private readonly ConcurrentDictionary<string, Guard> _guards = new(StringComparer.Ordinal);

    public bool IsQuarantined(string worker) =>
        _guards.TryGetValue(worker, out var guard) && guard.State.CircuitState switch
        {
            CircuitState.Closed => false,
            CircuitState.Open => time.GetUtcNow() < guard.OpenUntil,
            _ => true,
        };

    public async ValueTask<T> CallAsync<T>(
        string worker, Func<CancellationToken, ValueTask<T>> ask, Func<Exception, CallFault> faultOf, CancellationToken cancellationToken)
    {
        var answer = default(T)!;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? fault = null;
        try
        {
            // The breaker sees only whether the worker did well: the answer, or the fault, is the caller's.
            await _guards.GetOrAdd(worker, NewGuard).Pipeline.ExecuteAsync(
                async token =>
                {
                    var start = time.GetTimestamp();
                    try
                    {
                        answer = await ask(token);
                        return time.GetElapsedTime(start) <= options.SlowCall;
                    }
                    catch (Exception exception)
                    {
                        fault = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                        return faultOf(exception) is not (CallFault.Worker or CallFault.Late);
                    }
                },
                cancellationToken);
        }
        catch (BrokenCircuitException refused)
        {
            throw new WorkerQuarantinedException(
                $"Worker '{worker}' failed too often and gets no pictures for up to {options.Pause.TotalSeconds:0.#} s; another is asked instead.", refused);
        }

        fault?.Throw();
        return answer;
    }

    public void Forget(string worker) => _guards.TryRemove(worker, out _);

    private Guard NewGuard(string worker)
    {
        var state = new CircuitBreakerStateProvider();
        var guard = new Guard(state);
        guard.Pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            Name = worker,
            FailureRatio = options.FailureRatio,
            MinimumThroughput = options.LeastCalls,
            SamplingDuration = options.Window,
            BreakDuration = options.Pause,
            StateProvider = state,
            ShouldHandle = static outcome => new(outcome.Outcome.Exception is null && !outcome.Outcome.Result),
            OnOpened = opened =>
            {
                guard.OpenUntil = time.GetUtcNow() + opened.BreakDuration;
                return default;
            },
        }).Build();
        return guard;
    }

    private sealed class Guard(CircuitBreakerStateProvider state)
    {
        private long _openUntil;

        public CircuitBreakerStateProvider State => state;

        public ResiliencePipeline<bool> Pipeline { get; set; } = ResiliencePipeline<bool>.Empty;

        public DateTimeOffset OpenUntil
        {
            get => new(Volatile.Read(ref _openUntil), TimeSpan.Zero);
            set => Volatile.Write(ref _openUntil, value.UtcTicks);
        }
    }
}
