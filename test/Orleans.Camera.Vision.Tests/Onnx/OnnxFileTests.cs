using System.Text;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Onnx;

/// <summary>What is refused before ONNX Runtime sees it.</summary>
public sealed class OnnxFileTests
{
    private static readonly ProtobufWriter Outside = OnnxTensor.Outside("secret", [4], "/etc/passwd");
    private static readonly ProtobufWriter Values = OnnxTensor.Floats("v", [1], [1]);
    private static readonly ProtobufWriter Indices = OnnxTensor.Integers("i", [1], [0]);

    public static TheoryData<string> HidingPlaces => [.. Hidden.Keys];

    private static Dictionary<string, OnnxModel> Hidden { get; } = new(StringComparer.Ordinal)
    {
        ["initializer"] = new(Graph().Initializer(Outside)),
        ["values of a sparse initializer"] = new(Graph().SparseInitializer(OnnxTensor.Sparse(Outside, Indices, [4]))),
        ["indices of a sparse initializer"] = new(Graph().SparseInitializer(OnnxTensor.Sparse(Values, Outside, [4]))),
        ["attribute of a constant"] = new(Graph().Node("Constant", [], ["c"], OnnxAttribute.Tensor("value", Outside))),
        ["sparse attribute"] = new(Graph().Node(
            "Constant", [], ["c"], OnnxAttribute.SparseTensor("sparse_value", OnnxTensor.Sparse(Outside, Indices, [4])))),
        ["list of tensors"] = new(Graph().Node("Foo", [], ["c"], new ProtobufWriter().Text(1, "t").Message(10, Outside))),
        ["list of sparse tensors"] = new(Graph().Node(
            "Foo", [], ["c"], new ProtobufWriter().Text(1, "t").Message(23, OnnxTensor.Sparse(Values, Outside, [4])))),
        ["subgraph"] = new(Graph().Node("If", ["x"], ["c"], OnnxAttribute.Graph("then_branch", new OnnxGraph().Initializer(Outside)))),
        ["list of graphs"] = new(Graph().Node(
            "Foo", ["x"], ["c"], new ProtobufWriter().Text(1, "g").Message(11, new OnnxGraph().Initializer(Outside).ToMessage()))),
        ["subgraph of a subgraph"] = new(Graph().Node("If", ["x"], ["c"], OnnxAttribute.Graph(
            "then_branch", new OnnxGraph().Node("If", ["x"], ["d"], OnnxAttribute.Graph("else_branch", new OnnxGraph().Initializer(Outside)))))),
        ["function"] = new OnnxModel(Graph()).Function("f", "Constant", OnnxAttribute.Tensor("value", Outside)),
        ["training algorithm"] = new OnnxModel(Graph()).Training(new OnnxGraph().Initializer(Outside)),
        ["entry without the mark"] = new(Graph().Initializer(
            OnnxTensor.Floats("secret", [1], [1]).Message(13, new ProtobufWriter().Text(1, "location").Text(2, "x")))),
        ["mark without an entry"] = new(Graph().Initializer(OnnxTensor.Floats("secret", [1], [1]).Number(14, 1))),
    };

    [Theory]
    [MemberData(nameof(HidingPlaces))]
    public void Values_in_another_file_are_refused_wherever_they_hide(string place)
    {
        var fault = Assert.Throws<ModelException>(() => OnnxFile.Check("m", Hidden[place].ToArray()));

        Assert.Contains("in another file", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'secret'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_graph_is_looked_through_like_the_first()
    {
        // protobuf merges fields that occur twice, so the last one is not the only one that counts
        var sound = new OnnxModel(Graph()).ToArray();
        byte[] twice = [.. new OnnxModel(Graph().Initializer(Outside)).ToArray(), .. sound];

        Assert.Throws<ModelException>(() => OnnxFile.Check("m", twice));
    }

    [Fact]
    public void Code_compiled_elsewhere_is_refused()
    {
        var model = new OnnxModel(Graph().Node("EPContext", ["x"], ["z"])).ToArray();

        var fault = Assert.Throws<ModelException>(() => OnnxFile.Check("m", model));

        Assert.Contains("EPContext", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_model_passes() => OnnxFile.Check("m", new OnnxModel(Graph()).ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("hello, this is a text and no model at all\n")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")]
    public void A_file_of_another_kind_is_refused_in_one_line(string content)
    {
        var fault = Assert.Throws<ModelException>(() => OnnxFile.Check("m.onnx", Encoding.UTF8.GetBytes(content)));

        Assert.Contains("'m.onnx'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no ONNX model", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = new OnnxModel(Graph()).ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ModelException>(() => OnnxFile.Check("m", whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Graphs_nested_without_end_are_refused()
    {
        var graph = new OnnxGraph().Initializer(Values);
        for (var i = 0; i < 60; i++)
        {
            graph = new OnnxGraph().Node("If", ["x"], ["c"], OnnxAttribute.Graph("then_branch", graph));
        }

        var fault = Assert.Throws<ModelException>(() => OnnxFile.Check("m", new OnnxModel(graph).ToArray()));

        Assert.Contains("too deeply", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_damaged_files_are_accepted_or_refused_and_nothing_else()
    {
        var seeds = Hidden.Values.Select(model => model.ToArray()).Append(new OnnxModel(Graph()).ToArray()).ToArray();
        var random = new Random(5);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Mutation.Of(seeds[random.Next(seeds.Length)], random);
            try
            {
                OnnxFile.Check("m", bytes);
                accepted++;
            }
            catch (ModelException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
                refused++;
            }
        }

        Assert.True(accepted > 100, $"only {accepted} damaged files were accepted: the damage never spares the structure");
        Assert.True(refused > 10_000, $"only {refused} damaged files were refused");
    }

    private static OnnxGraph Graph() => new OnnxGraph()
        .Input("x", OnnxType.Float32, 4).Initializer(Values).Node("Neg", ["x"], ["y"]).Output("y", OnnxType.Float32, 4);
}
