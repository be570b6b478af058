using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Isolation;

/// <summary>Children that misbehave, and what becomes of the pictures and of this process.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryModel _file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("takes memory")]
    [InlineData("shares memory")]
    public async Task A_child_that_takes_more_memory_than_it_may_is_ended_and_its_cap_and_model_are_named(string how)
    {
        using var bad = BadJob.Open(_file, how, options: new() { MostMemory = 300 << 20, LookInterval = TimeSpan.FromMilliseconds(5) });

        var fault = await Assert.ThrowsAsync<WorkerLostException>(() => LookAsync(bad));

        Assert.Contains("model 'tiny'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("300 MiB", fault.Message, StringComparison.Ordinal);
        Assert.Equal(300 << 20, bad.Health.MostMemory);
    }

    [Fact]
    public void What_a_child_occupies_is_shown()
    {
        using var good = BadJob.OpenModel(_file.Path);

        Assert.InRange(good.Health.Memory, 20 << 20, 1 << 30);
        Assert.InRange(good.Health.CpuTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)); // loading it took some
        Assert.Equal((WorkerProcessState.Ready, 0), (good.Health.State, good.Health.Restarts));
    }

    [Fact]
    public async Task A_child_that_hangs_is_ended_and_its_picture_given_back()
    {
        using var bad = BadJob.Open(_file, "hangs once", Marker, new() { LongestAnswer = TimeSpan.FromSeconds(1), LookInterval = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(3, await LookAsync(bad));
        Assert.Equal(3, await LookAsync(bad));

        var fault = await Assert.ThrowsAsync<WorkerLostException>(() => LookAsync(bad));

        Assert.Contains("did not answer within 1 s", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, await LookAsync(bad));
        Assert.Equal(1, bad.Health.Restarts);
    }

    [Fact]
    public async Task A_picture_with_a_deadline_does_not_wait_for_a_child_that_hangs()
    {
        using var bad = BadJob.Open(_file, "hangs", options: new() { LongestAnswer = TimeSpan.FromMinutes(5), LongestEnd = TimeSpan.FromMilliseconds(10) });
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LookAsync(bad, deadline.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_child_with_two_lanes_looks_at_two_pictures_at_once()
    {
        using var child = BadJob.Open(_file, "waits for another", options: new() { Lanes = 2 });

        for (var round = 0; round < 20; round++)
        {
            var found = await Task.WhenAll(LookAsync(child), LookAsync(child), LookAsync(child), LookAsync(child)).WaitAsync(_patience);

            Assert.Equal([3, 3, 3, 3], found);
        }
    }

    [Fact]
    public async Task A_model_that_always_kills_its_child_is_given_up_with_the_reason_and_disturbs_no_other()
    {
        using var bad = BadJob.Open(_file, "answers once and dies");
        using var good = BadJob.OpenModel(_file.Path);
        var child = good.Health.ProcessId;
        var reason = "";
        for (var picture = 0; picture < 30 && !reason.Contains("died 5 times", StringComparison.Ordinal); picture++)
        {
            try
            {
                await LookAsync(bad);
            }
            catch (WorkerLostException fault)
            {
                reason = fault.Message;
            }

            Assert.Equal(3, await LookAsync(good));
        }

        Assert.Contains("model 'tiny' died 5 times within 60 s (it was killed (signal 9))", reason, StringComparison.Ordinal);
        Assert.Equal((WorkerProcessState.GivenUp, 0, 0), (bad.Health.State, bad.Health.ProcessId, bad.Health.InFlight));
        Assert.Equal("it was killed (signal 9)", bad.Health.Trouble);
        Assert.Equal((child, 0), (good.Health.ProcessId, good.Health.Restarts));
    }

    [Fact]
    public async Task A_child_that_answers_garbage_is_told_apart_from_one_that_died()
    {
        using var bad = BadJob.Open(_file, "answers garbage");
        var refused = 0;
        for (var picture = 0; picture < 300; picture++)
        {
            try
            {
                await LookAsync(bad);
            }
            catch (ModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 300);
        Assert.Equal((WorkerProcessState.Ready, 0, 300L), (bad.Health.State, bad.Health.Restarts, bad.Health.Answered));
    }

    [Fact]
    public async Task A_child_has_no_way_to_a_network()
    {
        using var child = BadJob.Open(_file, "looks for a network");

        var fault = await Assert.ThrowsAsync<ModelException>(() => LookAsync(child));

        Assert.Contains("no socket: AccessDenied", fault.Message, StringComparison.Ordinal);
        if (NetworkNamespace.IsAllowed)
        {
            Assert.Contains("interfaces: lo;", fault.Message, StringComparison.Ordinal);
            Assert.NotEqual(NetworkOf("self"), NetworkOf($"{child.Health.ProcessId}"));
        }

        static string? NetworkOf(string process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget;
    }

    [Fact]
    public async Task A_child_does_not_outlive_a_parent_that_is_killed()
    {
        using var parent = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, BadJob.ParentCommand, _file.Path])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync())!);
        Assert.False(Signals.WaitForEnd(child, TimeSpan.Zero));

        Signals.Kill(parent.Id);

        Assert.True(Signals.WaitForEnd(child, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_child_that_is_ended_answers_first_what_it_was_asked()
    {
        using var slow = BadJob.Open(_file, "waits for a file", Marker, new() { LongestEnd = _patience });
        var child = slow.Health.ProcessId;
        var looking = LookAsync(slow);

        var ending = Task.Run(slow.Dispose);
        await UntilAsync(async () => await Record.ExceptionAsync(() => LookAsync(slow, new CancellationToken(canceled: true))) is ObjectDisposedException);
        await File.WriteAllTextAsync(Marker, "");

        Assert.Equal(3, await looking.WaitAsync(_patience));
        await ending.WaitAsync(_patience);
        Assert.True(Signals.WaitForEnd(child, TimeSpan.Zero));
        Assert.Equal(WorkerProcessState.Stopped, slow.Health.State);
    }

    [Fact]
    public async Task What_a_child_says_gets_into_the_log_as_lines_that_steer_nothing()
    {
        var log = new Lines();
        using (var child = BadJob.Open(_file, "talks", logger: log))
        {
            Assert.Equal(3, await LookAsync(child));
        }

        var said = log.Where(line => line.Contains("says", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, said.Count);
        Assert.EndsWith("says: one", said[0], StringComparison.Ordinal);
        Assert.EndsWith("[31mtwo 2J three", said[1], StringComparison.Ordinal);
        Assert.InRange(said[2].Length, 500, 600);
        Assert.EndsWith("says: unfinished", said[3], StringComparison.Ordinal);
        Assert.All(said, line => Assert.DoesNotContain(line, char.IsControl));
    }

    private string Marker => Path.Combine(_folder.FullName, "marker");

    private static async Task<int> LookAsync(IsolatedDetector detector, CancellationToken cancellationToken = default)
    {
        using var frame = Pictures.Random(96, 64, new Random(1));
        var found = new List<Detection>();
        await detector.DetectAsync(frame, motion: null, found, cancellationToken);
        return found.Count;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < _patience, "it never came to hold");
            await Task.Yield();
        }
    }

    private sealed class Lines : ConcurrentQueue<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue(formatter(state, exception));
    }
}
