using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Isolation;

public sealed class IsolatedDetectorTests
{
    [Fact]
    public async Task A_child_finds_exactly_what_this_process_finds()
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
        using var here = file.Open();
        using var there = Open(file);
        using var frame = Pictures.Random(96, 64, new Random(1));
        var (expected, found) = (new List<Detection>(), new List<Detection>());

        await here.DetectAsync(frame, motion: null, expected, CancellationToken.None);
        await there.DetectAsync(frame, motion: null, found, CancellationToken.None);

        Assert.Equal(3, expected.Count);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_child_has_a_filter_and_no_network_and_no_privileges()
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
        using var there = Open(file);

        var status = File.ReadAllLines($"/proc/{there.Health.ProcessId}/status");

        Assert.Contains("Seccomp:\t2", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        Assert.Contains("CapEff:\t0000000000000000", status);
    }

    [Fact]
    public async Task After_a_kill_the_next_picture_is_answered_by_a_new_child()
    {
        using var file = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
        using var there = Open(file);
        using var frame = Pictures.Random(96, 64, new Random(1));
        var found = new List<Detection>();
        var first = there.Health.ProcessId;

        Signals.Kill(first);
        var lost = 0;
        while (found.Count == 0 && lost < 3)
        {
            try
            {
                await there.DetectAsync(frame, motion: null, found, CancellationToken.None);
            }
            catch (WorkerLostException)
            {
                lost++;
            }
        }

        Assert.InRange(lost, 0, 1);
        Assert.Equal(3, found.Count);
        Assert.NotEqual(first, there.Health.ProcessId);
    }

    private static IsolatedDetector Open(TemporaryModel file) => IsolatedDetector.Open(
        new ModelReference("tiny", file.Path, null),
        TemporaryModel.OnCpu,
        new IsolationOptions { Command = ["dotnet", typeof(Program).Assembly.Location, WorkerProgram.Command] },
        new(128, 128),
        NullLogger.Instance);
}
