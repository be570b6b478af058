using System.Runtime.InteropServices;
using Orleans.Camera.Testing.Models;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>Real ONNX files of detectors that find nothing.</summary>
internal static class TinyModels
{
    private const int Side = 64;
    private const int Cells = 84;
    private const int Columns = 6;

    public static void WriteHealthy(string path) => Write(path, "Sub");

    /// <summary>
    /// One that kills its process at a picture that is red or blue on the whole, as none is on which it is tried: it divides the
    /// smallest integer by minus one, which an x64 processor refuses (SIGFPE).
    /// </summary>
    public static void WriteDeadly(string path) => Write(path, "Div");

    /// <summary>A red minute in which a grey square goes to and fro.</summary>
    public static async Task WriteRedClipAsync(string path)
    {
        var run = await ProgramRun.OfAsync(
            "ffmpeg",
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=red:s=128x128:r=10:d=60", "-f", "lavfi", "-i", "color=gray:s=24x24:r=10:d=60",
                "-filter_complex", "overlay=x='abs(mod(t*40,200)-100)':y=40", "-pix_fmt", "yuv420p", path,
            ]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static void Write(string path, string operation)
    {
        var graph = new OnnxGraph()
            .Input("images", OnnxType.Float32, 1, 3, Side, Side)
            .Initializer(OnnxTensor.Integers("first", [], [0]))
            .Initializer(OnnxTensor.Integers("third", [], [2]))
            .Initializer(OnnxTensor.Floats("half", [], [0.5f]))
            .Initializer(OnnxTensor.Integers("least", [], [long.MinValue]))
            .Initializer(OnnxTensor.Integers("one", [], [1]))
            .Initializer(OnnxTensor.Floats("nothing", [1, Cells, Columns], new float[Cells * Columns]))
            .Node("Gather", ["images", "first"], ["oneColour"], OnnxAttribute.Integer("axis", 1))
            .Node("Gather", ["images", "third"], ["otherColour"], OnnxAttribute.Integer("axis", 1))
            .Node("ReduceMean", ["oneColour"], ["oneMean"], OnnxAttribute.Integer("keepdims", 0))
            .Node("ReduceMean", ["otherColour"], ["otherMean"], OnnxAttribute.Integer("keepdims", 0))
            .Node("Sub", ["oneMean", "otherMean"], ["difference"])
            .Node("Abs", ["difference"], ["distance"])
            .Node("Add", ["oneMean", "otherMean"], ["sum"])
            .Node("Mul", ["sum", "half"], ["mean"])
            .Node("Greater", ["distance", "mean"], ["isColoured"])
            .Node("Cast", ["isColoured"], ["colour"], OnnxAttribute.Integer("to", (int)OnnxType.Int64))
            .Node("Add", ["colour", "colour"], ["twice"])
            .Node("Sub", ["one", "twice"], ["oneOrMinusOne"])
            .Node(operation, ["least", "oneOrMinusOne"], ["number"])
            .Node("Cast", ["number"], ["float"], OnnxAttribute.Integer("to", (int)OnnxType.Float32))
            .Node("Mul", ["float", "nothing"], ["output"])
            .Output("output", OnnxType.Float32, 1, Cells, Columns);
        File.WriteAllBytes(path, new OnnxModel(graph).ToArray());
    }
}

/// <summary>A test with a model that kills its process, which takes a processor that does not divide as it is told.</summary>
public sealed class DeadlyModelFactAttribute : FactAttribute
{
    public DeadlyModelFactAttribute() =>
        Skip = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? null : "only an x64 processor ends a process that divides the smallest integer by -1";
}
