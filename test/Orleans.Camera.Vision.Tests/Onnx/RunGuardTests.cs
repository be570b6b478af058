using System.Diagnostics;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

public sealed class RunGuardTests
{
    [Fact]
    public void A_model_with_an_endless_loop_is_stopped()
    {
        using var session = Session.Open(EndlessLoop());
        using var input = Session.Buffer(1);
        using var run = new OnnxRun(session, [(input, [1])], new RunLimit(TimeSpan.FromMilliseconds(150), TimeProvider.System));
        var clock = Stopwatch.StartNew();

        var fault = Assert.Throws<ModelException>(() => run.Execute(CancellationToken.None));

        Assert.Contains("did not answer within 0.2 s", fault.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_run_can_be_cancelled_and_the_next_one_is_not()
    {
        using var session = Session.Open(EndlessLoop());
        using var input = Session.Buffer(1);
        using var run = new OnnxRun(session, [(input, [1])], RunLimit.Default);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.ThrowsAny<OperationCanceledException>(() => run.Execute(cancellation.Token));

        // 0 ends the loop at once: the stop of the run before must not reach this one
        input.As<float>()[0] = 0;
        run.Execute(CancellationToken.None);
        Assert.Equal(0, run.Outputs[0].Floats[0]);
    }

    [Fact]
    public void A_cancelled_token_runs_nothing()
    {
        using var session = Session.Open(EndlessLoop());
        using var input = Session.Buffer(1);
        using var run = new OnnxRun(session, [(input, [1])], RunLimit.Default);

        Assert.ThrowsAny<OperationCanceledException>(() => run.Execute(new CancellationToken(canceled: true)));
    }

    /// <summary>Goes on for ever while its input is above 0.</summary>
    private static byte[] EndlessLoop()
    {
        var body = new OnnxGraph()
            .Input("i", OnnxType.Int64)
            .Input("going", OnnxType.Boolean)
            .Input("value", OnnxType.Float32, 1)
            .Node("Identity", ["going"], ["still"])
            .Node("Identity", ["value"], ["next"])
            .Output("still", OnnxType.Boolean)
            .Output("next", OnnxType.Float32, 1);
        return new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 1)
            .Initializer(OnnxTensor.Integers("rounds", [], [long.MaxValue]))
            .Initializer(OnnxTensor.Floats("zero", [], [0]))
            .Initializer(OnnxTensor.Integers("scalar", [0], []))
            .Node("Reshape", ["x", "scalar"], ["x0"])
            .Node("Greater", ["x0", "zero"], ["go"])
            .Node("Loop", ["rounds", "go", "x"], ["y"], OnnxAttribute.Graph("body", body))
            .Output("y", OnnxType.Float32, 1)).ToArray();
    }
}
