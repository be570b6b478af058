using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Core.Tests.Cameras;

/// <summary>A live camera that moves while two read it: what was opened ahead goes on where its owner before let go.</summary>
public sealed class PreparedLiveInputTests
{
    private static readonly PlayedPictures _pictures = new(StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 30));
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.1);
    private static readonly CameraOrder _order = new() { Camera = "door", Address = "live", Configuration = 7 };
    private readonly ManualClock _clock = new();
    private readonly List<LiveSource> _opened = [];
    private readonly List<Cut> _cuts = [];
    private readonly DateTimeOffset _start;

    public PreparedLiveInputTests() => _start = _clock.GetUtcNow();

    private Checkpoint Stored => _cuts.Aggregate(Checkpoint.Empty, (stored, cut) => cut.On(stored));

    [Fact]
    public async Task What_was_shown_to_the_owner_before_is_passed_over_and_the_gap_ends_with_the_next_picture()
    {
        var sources = NewSources(areShared: true);
        var before = await BeginAsync(Checkpoint.Empty, sources);
        Show(10, _opened[0]);
        await UntilAsync(() => Stored.Frame > 0);
        var prepared = await CameraInput.PrepareAsync(_order, Stored, ToolsOf(sources), CancellationToken.None);
        Show(5, [.. _opened]);
        await before.EndAsync(15);
        var (last, known) = (Stored, _cuts.Count);
        Show(1, _opened[1]);

        var after = await BeginAsync(last, sources, prepared);
        Show(15, _opened[1]);
        await after.EndAsync(30);

        Assert.Equal(2, sources.Orders.Count);
        Assert.Equal(15, last.Frame);
        Assert.Equal(30, Stored.Frame);
        Assert.Equal(31 * _interval, Stored.Pts);
        var gap = Assert.IsType<GapEvent>(Assert.Single(_cuts.Skip(known).SelectMany(cut => cut.Events)));
        Assert.Equal((_start + (15 * _interval), _start + (17 * _interval)), (gap.From, gap.To));
    }

    [Fact]
    public async Task Where_the_owner_before_had_a_later_time_than_it_is_here_the_source_is_opened_anew()
    {
        var sources = NewSources(areShared: true);
        var before = await BeginAsync(Checkpoint.Empty, sources);
        Show(10, _opened[0]);
        await UntilAsync(() => Stored.Frame > 0);
        var prepared = await CameraInput.PrepareAsync(_order, Stored, ToolsOf(sources), CancellationToken.None);
        Show(5, [.. _opened]);
        await before.EndAsync(15);

        var after = await BeginAsync(Stored with { Pts = Stored.Pts + TimeSpan.FromSeconds(1) }, sources, prepared);
        await after.EndAsync(0);

        Assert.Equal(3, sources.Orders.Count);
    }

    [Fact]
    public async Task A_source_with_room_for_one_reader_is_not_opened_ahead()
    {
        var sources = NewSources(areShared: false);
        var before = await BeginAsync(Checkpoint.Empty, sources);
        Show(10, _opened[0]);
        await UntilAsync(() => Stored.Frame > 0);

        Assert.Null(await CameraInput.PrepareAsync(_order, Stored, ToolsOf(sources), CancellationToken.None));
        Assert.Single(sources.Orders);
        await before.EndAsync(10);
    }

    [Fact]
    public async Task A_run_that_ends_while_something_is_still_being_opened_for_it_leaves_nothing_open()
    {
        var sources = NewSources(areShared: true);
        var before = await BeginAsync(Checkpoint.Empty, sources);
        Show(10, _opened[0]);
        await before.EndAsync(10);
        var slow = new SlowSource();
        sources["live"] = _ => slow;
        var opening = CameraInput.PrepareAsync(_order, Stored, ToolsOf(sources), CancellationToken.None);

        using var stop = new CancellationTokenSource();
        var run = new CameraRun(_order, Stored, ToolsOf(sources), new CutQueue(() => { })) { Prepared = opening };
        var running = run.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(slow.Closed.Task.IsCompleted);
        slow.Opened.SetResult();

        await slow.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private PlayedSources NewSources(bool areShared) => new()
    {
        AreShared = areShared,
        ["live"] = wanted =>
        {
            var source = new LiveSource(_pictures, wanted, _start);
            _opened.Add(source);
            return source;
        },
    };

    private CameraTools ToolsOf(PlayedSources sources) => new(sources, new PlayedDetectors(), _clock, Seed: 1);

    private async Task<Running> BeginAsync(Checkpoint from, PlayedSources sources, CameraInput? prepared = null)
    {
        var (known, stop) = (_opened.Count, new CancellationTokenSource());
        CutQueue queue = null!;
        queue = new CutQueue(() =>
        {
            if (queue.Take() is { } cut)
            {
                _cuts.Add(cut);
            }
        });
        var run = new CameraRun(_order, from, ToolsOf(sources), queue) { Prepared = Task.FromResult(prepared) };
        var running = new Running(run, run.RunAsync(stop.Token), stop);
        await UntilAsync(() => run.View.IsCounting && (prepared is not null || _opened.Count > known));
        return running;
    }

    /// <summary>Shows so many pictures to all of them, one each tenth of a second.</summary>
    private void Show(int count, params LiveSource[] sources)
    {
        for (var shown = 0; shown < count; shown++)
        {
            _clock.Advance(_interval);
            Array.ForEach(sources, source => source.Show(_clock.GetUtcNow()));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }
    }

    private sealed record Running(CameraRun Run, Task Task, CancellationTokenSource Stop)
    {
        /// <param name="frame">Number of the last picture that it counts.</param>
        public async Task EndAsync(long frame)
        {
            await UntilAsync(() => Run.View.Frame == frame);
            await Stop.CancelAsync();
            await Task.WaitAsync(TimeSpan.FromSeconds(10));
            Stop.Dispose();
        }
    }

    private sealed class SlowSource : IFrameSource
    {
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SourceStatistics Statistics => default;

        public async Task<SourceInfo> OpenAsync(CancellationToken cancellationToken)
        {
            await Opened.Task;
            return new SourceInfo { Name = "live", Layout = _pictures.NewPool().Layout, IsLive = true };
        }

        public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody reads it.");

        public ValueTask DisposeAsync()
        {
            Closed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
