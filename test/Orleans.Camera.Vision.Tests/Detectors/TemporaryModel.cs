using Orleans.Camera.Testing.Models;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>A model's file for the length of a test.</summary>
internal sealed class TemporaryModel : IDisposable
{
    public static readonly OnnxDetectorOptions OnCpu = new() { Providers = [ExecutionProvider.Cpu] };
    private readonly string _folder = Directory.CreateTempSubdirectory("model-").FullName;

    public TemporaryModel(byte[] bytes)
    {
        Path = System.IO.Path.Combine(_folder, "tiny.onnx");
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public static TemporaryModel Of(params TinyOutput[] outputs) => new(new TinyDetector { Outputs = outputs }.ToArray());

    public OnnxDetector Open(ModelManifest? manifest = null, OnnxDetectorOptions? options = null) =>
        OnnxDetectors.Open(new ModelReference("tiny", Path, manifest), options ?? OnCpu);

    public LoadedModel Load(ModelManifest manifest)
    {
        var model = new ModelReference("tiny", Path, manifest);
        return OnnxDetectors.Load(model, ModelFile.Read(model), OnCpu);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
