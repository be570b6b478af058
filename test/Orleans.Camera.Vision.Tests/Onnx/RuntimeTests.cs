using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

public sealed class RuntimeTests
{
    private static readonly byte[] Model = new OnnxModel(new OnnxGraph()
        .Input("x", OnnxType.Float32, 4).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, 4)).ToArray();

    [Fact]
    public void The_runtime_says_what_it_is()
    {
        var runtime = OnnxRuntimeInfo.Probe();

        Assert.StartsWith("1.", runtime.Version, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", runtime.Providers);
    }

    [Fact]
    public void A_runtime_that_is_not_there_is_named_with_the_remedy()
    {
        var fault = Assert.Throws<ModelException>(() => OrtLibrary.Load("/nowhere/libonnxruntime.so.1"));

        Assert.Contains("/nowhere/libonnxruntime.so.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CAMERA_ONNXRUNTIME", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_with_the_remedy()
    {
        var path = Path.GetTempFileName();
        try
        {
            var fault = Assert.Throws<ModelException>(() => OrtLibrary.Load(path));

            Assert.Contains("cannot be loaded", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_provider_report_names_what_was_refused_and_why()
    {
        using var session = OnnxSession.Create(OrtRuntime.Get(), "m", Model, new SessionSettings());

        var report = session.Provider;

        Assert.Equal(SessionSettings.DefaultProviders.ToList().IndexOf(report.Taken), report.Refused.Count);
        Assert.All(report.Refused, refused => Assert.NotEmpty(refused.Reason));
        Assert.StartsWith($"runs on {ProviderReport.Name(report.Taken)}", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', report.ToString());
    }

    [Fact]
    public void A_provider_that_alone_is_wanted_and_cannot_be_had_is_a_fault()
    {
        var settings = new SessionSettings { Providers = [ExecutionProvider.Cuda], Device = 4711 };

        var fault = Assert.Throws<ModelException>(() => OnnxSession.Create(OrtRuntime.Get(), "m", Model, settings));

        Assert.Contains("CUDA", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void An_operator_that_nobody_knows_is_named()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4).Node("Frobnicate", ["x"], ["y"]).Output("y", OnnxType.Float32, 4)).ToArray();

        var fault = Assert.Throws<ModelException>(() => Session.Open(model));

        Assert.Contains("Frobnicate", fault.Message, StringComparison.Ordinal);
        Assert.Contains("operator", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void An_opset_of_the_future_is_named()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, 4)) { Opset = 999 }.ToArray();

        var fault = Assert.Throws<ModelException>(() => Session.Open(model));

        Assert.Contains("newer than this ONNX Runtime", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_refers_to_nothing_is_refused_in_one_line()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4).Node("Neg", ["nothing"], ["y"]).Output("y", OnnxType.Float32, 4)).ToArray();

        var fault = Assert.Throws<ModelException>(() => Session.Open(model));

        Assert.Contains("cannot be loaded", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_fault_is_told_without_the_source_file_that_found_it()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4).Node("Neg", ["x"], ["y"]).Output("z", OnnxType.Float32, 4)).ToArray();

        var fault = Assert.Throws<ModelException>(() => Session.Open(model));

        Assert.Contains("(This is an invalid model. Graph output (z) does not exist in the graph)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_output_is_enormous_is_refused_before_memory_is_taken()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4)
            .Initializer(OnnxTensor.Integers("shape", [2], [1L << 40, 1L << 20]))
            .Node("ConstantOfShape", ["shape"], ["y"])
            .Output("y", OnnxType.Float32, 1L << 40, 1L << 20)).ToArray();

        var fault = Assert.Throws<ModelException>(() =>
        {
            using var session = Session.Open(model);
            using var input = Session.Buffer(1, 2, 3, 4);
            using var run = new OnnxRun(session, [(input, [4])], RunLimit.Default);
            run.Execute(CancellationToken.None);
        });

        Assert.DoesNotContain('\n', fault.Message);
    }
}
