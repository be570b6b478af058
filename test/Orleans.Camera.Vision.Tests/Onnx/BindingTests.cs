using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

/// <summary>The binding against naive loops.</summary>
public sealed class BindingTests
{
    private static readonly float[] Weights = [.. Enumerable.Range(0, 2 * 3 * 3 * 3).Select(i => ((i * 37 % 19) - 9) / 8f)];

    [Fact]
    public void A_convolution_gives_what_a_naive_loop_gives()
    {
        using var session = Session.Open(Convolution(openOutput: false));
        var random = new Random(11);
        using var input = new NativeBuffer(sizeof(float) * 3 * 6 * 5);
        using var run = new OnnxRun(session, [(input, [1, 3, 6, 5])], RunLimit.Default);
        for (var round = 0; round < 50; round++)
        {
            Fill(input.As<float>(), random);

            run.Execute(CancellationToken.None);

            Assert.Equal([1, 2, 4, 3], run.Outputs[0].Shape.ToArray());
            AssertClose(Convolve(input.As<float>(), width: 5, height: 6), run.Outputs[0].Floats);
        }
    }

    [Fact]
    public void A_matrix_product_of_any_size_gives_what_a_naive_loop_gives()
    {
        var weights = Weights[..12];
        using var session = Session.Open(new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, -1, 3)
            .Initializer(OnnxTensor.Floats("w", [3, 4], weights))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y", OnnxType.Float32, -1, 4)).ToArray());
        var random = new Random(12);
        for (var rows = 1; rows <= 40; rows++)
        {
            using var input = new NativeBuffer(sizeof(float) * 3 * rows);
            Fill(input.As<float>(), random);
            using var run = new OnnxRun(session, [(input, [rows, 3])], RunLimit.Default);

            run.Execute(CancellationToken.None);

            var x = input.As<float>();
            var expected = new float[rows * 4];
            for (var i = 0; i < expected.Length; i++)
            {
                for (var k = 0; k < 3; k++)
                {
                    expected[i] += x[(i / 4 * 3) + k] * weights[(k * 4) + (i % 4)];
                }
            }

            Assert.Equal([rows, 4], run.Outputs[0].Shape.ToArray());
            AssertClose(expected, run.Outputs[0].Floats);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_output_that_the_model_leaves_open_is_read_like_a_fixed_one(bool open)
    {
        using var session = Session.Open(Convolution(open));
        using var input = new NativeBuffer(sizeof(float) * 3 * 6 * 5);
        Fill(input.As<float>(), new Random(13));
        using var run = new OnnxRun(session, [(input, [1, 3, 6, 5])], RunLimit.Default);

        run.Execute(CancellationToken.None);
        run.Execute(CancellationToken.None);

        AssertClose(Convolve(input.As<float>(), width: 5, height: 6), run.Outputs[0].Floats);
    }

    [Fact]
    public unsafe void A_fixed_output_stays_in_the_same_place_and_the_input_is_read_where_it_lies()
    {
        using var session = Session.Open(new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, 4).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, 4)).ToArray());
        using var input = Session.Buffer(1, 2, 3, 4);
        using var run = new OnnxRun(session, [(input, [4])], RunLimit.Default);
        run.Execute(CancellationToken.None);
        var kept = run.Outputs[0].Floats;

        input.As<float>()[2] = 30;
        run.Execute(CancellationToken.None);

        Assert.Equal([-1f, -2f, -30f, -4f], kept.ToArray());
    }

    [Fact]
    public void Inputs_outputs_and_metadata_are_described()
    {
        var model = new OnnxModel(new OnnxGraph()
            .Input("x", OnnxType.Float32, -1, 3).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, -1, 3));

        using var session = Session.Open(model.Metadata("names", "grün").ToArray());

        Assert.Equal("'x' float32 [?,3]", session.Inputs[0].ToString());
        Assert.Equal("'y' float32 [?,3]", session.Outputs[0].ToString());
        Assert.Equal("grün", session.Metadata("names"));
        Assert.Null(session.Metadata("task"));
    }

    [Fact]
    public void A_disposed_run_says_so()
    {
        using var session = Session.Open(Convolution(openOutput: true));
        using var input = new NativeBuffer(sizeof(float) * 3 * 6 * 5);
        var run = new OnnxRun(session, [(input, [1, 3, 6, 5])], RunLimit.Default);
        run.Execute(CancellationToken.None);

        run.Dispose();
        run.Dispose();

        Assert.Throws<ObjectDisposedException>(() => run.Execute(CancellationToken.None));
    }

    private static byte[] Convolution(bool openOutput) => new OnnxModel(new OnnxGraph()
        .Input("x", OnnxType.Float32, 1, 3, 6, 5)
        .Initializer(OnnxTensor.Floats("w", [2, 3, 3, 3], Weights))
        .Node("Conv", ["x", "w"], ["y"])
        .Output("y", OnnxType.Float32, openOutput ? [-1, -1, -1, -1] : [1, 2, 4, 3])).ToArray();

    private static float[] Convolve(ReadOnlySpan<float> x, int width, int height)
    {
        var result = new List<float>();
        for (var channel = 0; channel < 2; channel++)
        {
            for (var row = 0; row < height - 2; row++)
            {
                for (var column = 0; column < width - 2; column++)
                {
                    var sum = 0f;
                    for (var i = 0; i < 27; i++)
                    {
                        var (c, dy, dx) = (i / 9, i / 3 % 3, i % 3);
                        sum += x[(c * width * height) + ((row + dy) * width) + column + dx] * Weights[(channel * 27) + i];
                    }

                    result.Add(sum);
                }
            }
        }

        return [.. result];
    }

    private static void Fill(Span<float> values, Random random)
    {
        foreach (ref var value in values)
        {
            value = (float)(random.NextDouble() - 0.5);
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }
}
