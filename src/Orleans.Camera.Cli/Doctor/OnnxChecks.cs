namespace Orleans.Camera.Cli.Doctor;

/// <summary>Looks for ONNX Runtime and for models.</summary>
internal static class OnnxChecks
{
    public static Finding Runtime()
    {
        var library = Environment.GetEnvironmentVariable("CAMERA_ONNXRUNTIME");
        return File.Exists(library)
            ? new Finding("ONNX Runtime", library)
            : new Finding("ONNX Runtime", "none", "install Node.js (npm), then run ./camera doctor; --detector motion works without");
    }

    public static Finding Models() => new("Models", "none", "./camera model pull yolox-nano");
}
