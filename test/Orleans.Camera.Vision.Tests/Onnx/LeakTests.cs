using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

/// <summary>Nothing native and nothing managed is left behind.</summary>
[Collection("Alone")]
public sealed class LeakTests
{
    private const long OutputLength = 64 * 1024;

    // A leak of one output a run would leave 5,000 x 256 KiB; other tests of this process never come near this.
    private const long Bound = 160 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_thousand_runs_leave_no_memory_behind(bool open)
    {
        using var session = Session.Open(Model(open));
        using var input = Session.Buffer(new float[OutputLength]);
        using var run = new OnnxRun(session, [(input, [OutputLength])], RunLimit.Default);
        Repeat(run, 50);
        var before = Session.ResidentBytes();

        Repeat(run, 5000);

        Assert.InRange(Session.ResidentBytes() - before, long.MinValue, Bound);
    }

    [Fact]
    public void Sessions_that_come_and_go_leave_no_memory_behind()
    {
        var model = Model(open: true);
        OpenAndRun(model, 20);
        var before = Session.ResidentBytes();

        OpenAndRun(model, 1000);

        Assert.InRange(Session.ResidentBytes() - before, long.MinValue, Bound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_allocates_nothing_in_dotnet(bool open)
    {
        using var session = Session.Open(Model(open));
        using var input = Session.Buffer(new float[OutputLength]);
        using var run = new OnnxRun(session, [(input, [OutputLength])], RunLimit.Default);
        using var cancellation = new CancellationTokenSource();
        Repeat(run, 50, cancellation.Token);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Repeat(run, 200, cancellation.Token);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Repeat(OnnxRun run, int times, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < times; i++)
        {
            run.Execute(cancellationToken);
        }
    }

    private static void OpenAndRun(byte[] model, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var session = Session.Open(model);
            using var input = Session.Buffer(new float[OutputLength]);
            using var run = new OnnxRun(session, [(input, [OutputLength])], RunLimit.Default);
            run.Execute(CancellationToken.None);
        }
    }

    private static byte[] Model(bool open) => new OnnxModel(new OnnxGraph()
        .Input("x", OnnxType.Float32, OutputLength)
        .Node("Neg", ["x"], ["y"])
        .Output("y", OnnxType.Float32, open ? -1 : OutputLength)).ToArray();
}

[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AloneDefinition;
