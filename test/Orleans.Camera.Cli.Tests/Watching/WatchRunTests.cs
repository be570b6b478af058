using System.Text;
using System.Text.Json;
using NSubstitute;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Watching;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Cli.Tests.Watching;

/// <summary>What <c>camera watch</c> shows of the pool's alerts: those it is told of, and those that only the registry's answer says.</summary>
public sealed class WatchRunTests : IDisposable
{
    private const string Home = "\e[H\e[J";
    private static readonly DateTimeOffset _since = new(2026, 1, 2, 3, 0, 1, TimeSpan.Zero);
    private static readonly AlertRecord _failed = Alert("worker-failed", isCritical: true, "worker people/1 has failed: its silo is no more", seconds: 0);
    private static readonly AlertRecord _queue = Alert("queue", isCritical: false, "worker people/2 has 61 pictures waiting (limit 50)", seconds: 1);
    private static readonly AlertRecord _latency = Alert("latency", isCritical: false, "worker people/2 answers in 700 ms (limit 500 ms)", seconds: 2);
    private readonly ManualClock _clock = new();
    private readonly Screen _screen = new();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly CancellationTokenSource _stop = new();
    private volatile IAlertObserver? _observer;

    /// <summary>What the registry answers to who renews.</summary>
    private volatile AlertRecord[] _raised = [];

    public WatchRunTests()
    {
        var roster = Substitute.For<ICameraRosterGrain>();
        roster.ListAsync().Returns(Task.FromResult<IReadOnlyList<CameraDefinition>>([new CameraDefinition { Name = "door", Source = "door.mp4" }]));
        var camera = Substitute.For<ICameraGrain>();
        camera.SubscribeAsync(Arg.Any<ICameraObserver>()).Returns(Task.FromResult(new CameraCounts("door", 0, [])));
        camera.GetStatusAsync().Returns(Task.FromResult(new CameraStatus("door", CameraState.Running, "", _since, "silo-1", 1, 7, null, 0, 0, 0, 0, 0)));
        var registry = Substitute.For<IWorkerRegistryGrain>();
        registry.SubscribeAsync(Arg.Any<IAlertObserver>()).Returns(call =>
        {
            _observer = call.Arg<IAlertObserver>();
            return Task.FromResult<IReadOnlyList<AlertRecord>>(_raised);
        });
        _grains.GetGrain<ICameraRosterGrain>(Arg.Any<string>(), Arg.Any<string>()).Returns(roster);
        _grains.GetGrain<ICameraGrain>(Arg.Any<string>(), Arg.Any<string>()).Returns(camera);
        _grains.GetGrain<IWorkerRegistryGrain>(Arg.Any<long>(), Arg.Any<string>()).Returns(registry);
        _grains.CreateObjectReference<IAlertObserver>(Arg.Any<IGrainObserver>()).Returns(call => (IAlertObserver)call.Arg<IGrainObserver>());
        _grains.CreateObjectReference<ICameraObserver>(Arg.Any<IGrainObserver>()).Returns(call => (ICameraObserver)call.Arg<IGrainObserver>());
    }

    public void Dispose()
    {
        _stop.Dispose();
        _screen.Dispose();
    }

    [Fact]
    public async Task Alerts_stand_below_the_table_with_since_when_for_as_long_as_they_are_raised()
    {
        using var console = new CommandConsole(_screen, TextWriter.Null, _clock) { IsOutTerminal = true, Width = 80 };
        var watch = new WatchRun(_grains, console) { ShowsAlerts = true }.RunAsync(only: null, _stop.Token);
        await UntilAsync(() => Shown().Contains("running", StringComparison.Ordinal));
        Assert.Empty(AlertsShown());

        // One is told at once, the others are known only by the answer to a renewal.
        _raised = [_failed];
        await _observer!.OnAlertAsync(_failed);
        await UntilAsync(() => AlertsShown() is ["CRITICAL since 2026-01-02 03:00:01: worker people/1 has failed: its silo is no more"]);
        _raised = [_failed, _queue, _latency];
        await UntilAsync(() => AlertsShown() is [_, "warning since 2026-01-02 03:00:02: worker people/2 has 61 pictures waiting (limit 50)", "warning since 2026-01-02 03:00:03: worker people/2 answers in 700 ms (limit 500 ms)"]);

        // One ends by a word, the others by silence: whoever was to say so has died.
        _raised = [_queue, _latency];
        await _observer!.OnAlertAsync(_failed with { IsRaised = false });
        await UntilAsync(() => AlertsShown() is [var one, var other] && one.Contains("waiting", StringComparison.Ordinal) && other.Contains("700 ms", StringComparison.Ordinal));
        _raised = [];
        await UntilAsync(() => AlertsShown() is []);
        await _stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task As_JSON_each_alert_is_a_line_as_it_begins_and_one_as_it_ends()
    {
        using var console = new CommandConsole(_screen, TextWriter.Null, _clock);
        _raised = [_failed, _latency];
        var watch = new WatchRun(_grains, console) { Json = true }.RunAsync(only: null, _stop.Token);
        await UntilAsync(() => Lines().Length == 2);

        await _observer!.OnAlertAsync(_latency with { IsRaised = false });
        _raised = [];
        await UntilAsync(() => Lines().Length == 4);
        await _stop.CancelAsync();
        await watch;

        Assert.Equal(
            [("worker-failed", true), ("latency", true), ("latency", false), ("worker-failed", false)],
            Lines().Select(line => (line.GetProperty("rule").GetString()!, line.GetProperty("raised").GetBoolean())));
        Assert.Equal(["03:00:01", "03:00:03", "03:00:03", "03:00:01"], Lines().Select(line => line.GetProperty("since").GetDateTimeOffset().ToString("HH:mm:ss")));
    }

    private static AlertRecord Alert(string rule, bool isCritical, string text, int seconds) =>
        new(rule, text[..text.IndexOf(' ', "worker ".Length)], isCritical, IsRaised: true, _since.AddSeconds(seconds), _since.AddSeconds(seconds + 5), text);

    private async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
        {
            Assert.False(limit.IsCancellationRequested, _screen.Text);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private string Shown() => _screen.Text[(_screen.Text.LastIndexOf(Home, StringComparison.Ordinal) + Home.Length)..];

    /// <summary>Of a screen that is drawn whole.</summary>
    private string[] AlertsShown()
    {
        var screens = _screen.Text.Split(Home);
        return screens.Length < 2 ? [] : [.. screens[^2].Split('\n').Where(line => line.Contains(" since ", StringComparison.Ordinal))];
    }

    private JsonElement[] Lines() =>
        [.. _screen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private sealed class Screen : MemoryStream
    {
        private readonly Lock _lock = new();

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return Encoding.UTF8.GetString(ToArray());
                }
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (_lock)
            {
                base.Write(buffer, offset, count);
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (_lock)
            {
                base.Write(buffer);
            }
        }
    }
}
