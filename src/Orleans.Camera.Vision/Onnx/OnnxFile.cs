using System.Text;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>
/// Looks through an ONNX file before ONNX Runtime sees it, so that a model never makes the program read another file:
/// no tensor, dense or sparse, wherever it hides, may keep its values outside the file.
/// </summary>
/// <remarks>
/// Field numbers: <c>onnx.proto</c> of the ONNX standard. Why so thorough: CVE-2022-25882, CVE-2024-27318, CVE-2026-27489
/// each found a way round the check before, and sparse tensors another.
/// </remarks>
internal ref struct OnnxFile
{
    /// <summary>Larger files are refused: protobuf itself ends at 2 GiB.</summary>
    public const long LargestFile = 1L << 30;
    private const int DeepestNesting = 48;
    private const int MostNodes = 1_000_000;
    private readonly string _model;
    private int _nodes;
    private bool _hasGraph;

    private OnnxFile(string model) => _model = model;

    /// <summary>Checks a whole file.</summary>
    /// <param name="model">What the model is called in messages.</param>
    /// <exception cref="ModelException">It is no ONNX model, or it refers to other files.</exception>
    public static void Check(string model, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new ModelException($"'{model}' is empty; it is no ONNX model. Copy the file again.");
        }

        var file = new OnnxFile(model);
        try
        {
            file.WalkModel(bytes);
        }
        catch (InvalidDataException fault)
        {
            throw new ModelException(
                $"'{model}' is no ONNX model, or is damaged: it {fault.Message}. Copy or download the file again.", fault);
        }

        if (!file._hasGraph || file._nodes == 0)
        {
            throw new ModelException($"'{model}' is no ONNX model: it contains no graph. Copy or download the file again.");
        }
    }

    private void WalkModel(ReadOnlySpan<byte> model)
    {
        var fields = new ProtobufReader(model);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 7 when fields.HasContent:
                    _hasGraph = true;
                    WalkGraph(fields.Content, depth: 0);
                    break;
                case 20 when fields.HasContent:
                    WalkTraining(fields.Content);
                    break;
                case 25 when fields.HasContent:
                    WalkFunction(fields.Content);
                    break;
                default:
                    break;
            }
        }
    }

    private void WalkTraining(ReadOnlySpan<byte> training)
    {
        var fields = new ProtobufReader(training);
        while (fields.Read())
        {
            if (fields.Field is 1 or 2 && fields.HasContent)
            {
                WalkGraph(fields.Content, depth: 1);
            }
        }
    }

    private void WalkFunction(ReadOnlySpan<byte> function)
    {
        var fields = new ProtobufReader(function);
        while (fields.Read())
        {
            if (fields.Field == 7 && fields.HasContent)
            {
                WalkNode(fields.Content, depth: 1);
            }
            else if (fields.Field == 11 && fields.HasContent)
            {
                WalkAttribute(fields.Content, depth: 1);
            }
        }
    }

    private void WalkGraph(ReadOnlySpan<byte> graph, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new InvalidDataException("nests graphs too deeply");
        }

        var fields = new ProtobufReader(graph);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1 when fields.HasContent:
                    WalkNode(fields.Content, depth);
                    break;
                case 5 when fields.HasContent:
                    CheckTensor(fields.Content);
                    break;
                case 15 when fields.HasContent:
                    WalkSparseTensor(fields.Content);
                    break;
                default:
                    break;
            }
        }
    }

    private void WalkNode(ReadOnlySpan<byte> node, int depth)
    {
        if (++_nodes > MostNodes)
        {
            throw new InvalidDataException($"has more than {MostNodes} nodes");
        }

        var fields = new ProtobufReader(node);
        while (fields.Read())
        {
            if (fields.Field == 4 && fields.Content.SequenceEqual("EPContext"u8))
            {
                throw Refuse("contains a node 'EPContext', which loads compiled code from another file");
            }

            if (fields.Field == 5 && fields.HasContent)
            {
                WalkAttribute(fields.Content, depth);
            }
        }
    }

    private void WalkAttribute(ReadOnlySpan<byte> attribute, int depth)
    {
        var fields = new ProtobufReader(attribute);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 5 or 10 when fields.HasContent:
                    CheckTensor(fields.Content);
                    break;
                case 6 or 11 when fields.HasContent:
                    WalkGraph(fields.Content, depth + 1);
                    break;
                case 22 or 23 when fields.HasContent:
                    WalkSparseTensor(fields.Content);
                    break;
                default:
                    break;
            }
        }
    }

    private void WalkSparseTensor(ReadOnlySpan<byte> sparse)
    {
        var fields = new ProtobufReader(sparse);
        while (fields.Read())
        {
            if (fields.Field is 1 or 2 && fields.HasContent)
            {
                CheckTensor(fields.Content);
            }
        }
    }

    private readonly void CheckTensor(ReadOnlySpan<byte> tensor)
    {
        ReadOnlySpan<byte> name = default;
        var isOutside = false;
        var fields = new ProtobufReader(tensor);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 8:
                    name = fields.Content;
                    break;
                case 13:
                case 14 when fields.Value != 0 || fields.HasContent:
                    isOutside = true;
                    break;
                default:
                    break;
            }
        }

        if (isOutside)
        {
            var shown = OrtFaults.FirstLine(Encoding.UTF8.GetString(name[..Math.Min(name.Length, 80)]));
            throw Refuse($"keeps the values of tensor '{shown}' in another file (external data)");
        }
    }

    private readonly ModelException Refuse(string why) => new(
        $"Model '{_model}' {why}; a model may not make the program read other files. Save it again as one file.");
}
