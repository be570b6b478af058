using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Grains.Tests.Cameras;

public sealed class PipelineWatchTests
{
    private readonly SetTime _time = new();
    private readonly Lifetime _lifetime = new();
    private readonly PipelineWatch _watch;

    public PipelineWatchTests() => _watch = new PipelineWatch(
        new ServiceCollection().AddSingleton<IHostApplicationLifetime>(_lifetime).BuildServiceProvider(), _time, NullLogger<PipelineWatch>.Instance);

    [Fact]
    public async Task A_source_that_hangs_and_ignores_that_it_is_cancelled_ends_the_silo()
    {
        var source = new HungSource(listens: false);
        using var run = Start(source);
        await source.Asked;

        LookAfter(seconds: 100);
        Assert.False(source.IsCancelled);
        LookAfter(seconds: 30);
        Assert.True(source.IsCancelled);
        LookAfter(seconds: 14);
        Assert.Equal(0, _lifetime.Stops);
        LookAfter(seconds: 2);
        LookAfter(seconds: 2);

        Assert.Equal(1, _lifetime.Stops);
        source.Release();
        await run.Task;
    }

    [Fact]
    public async Task A_source_that_hangs_and_can_be_cancelled_costs_no_silo()
    {
        var source = new HungSource(listens: true);
        using var run = Start(source);
        await source.Asked;

        LookAfter(seconds: 130);
        await run.Task;
        LookAfter(seconds: 60);

        Assert.Equal(0, _lifetime.Stops);
    }

    [Fact]
    public async Task A_run_that_was_told_to_end_and_does_not_ends_the_silo_in_the_end()
    {
        var source = new HungSource(listens: false);
        using var run = Start(source);
        await source.Asked;

        run.Stop();
        LookAfter(seconds: 16);
        LookAfter(seconds: 16);

        Assert.Equal(1, _lifetime.Stops);
        source.Release();
        await run.Task;
    }

    private OwnedRun Start(HungSource source)
    {
        var sources = new PlayedSources { ["street.mp4"] = _ => source };
        var order = new CameraOrder { Camera = "street", Address = "street.mp4" };
        var run = new OwnedRun(order, 1, Checkpoint.Empty, new CameraTools(sources, new PlayedDetectors(), _time, Seed: 1), Task.FromResult<CameraInput?>(null), new NoSpools(), () => { });
        _watch.Add("street", run);
        return run;
    }

    private void LookAfter(int seconds)
    {
        _time.Now += TimeSpan.FromSeconds(seconds);
        _watch.Look();
    }

    /// <summary>Does not open.</summary>
    private sealed class HungSource(bool listens) : IFrameSource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationToken _token;

        public SourceStatistics Statistics => default;

        public Task Asked => _asked.Task;

        public bool IsCancelled => _token.IsCancellationRequested;

        public void Release() => _released.SetResult();

        public async Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
        {
            _token = cancellationToken;
            _asked.SetResult();
            await _released.Task.WaitAsync(listens ? cancellationToken : CancellationToken.None);
            throw new OperationCanceledException(cancellationToken);
        }

        public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It is not open.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SetTime : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public int Stops { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => Stops++;
    }
}
