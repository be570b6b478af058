namespace Orleans.Camera.Vision.Onnx;

/// <summary>A fault as ONNX Runtime reports it; whoever knows the model turns it into a ModelException.</summary>
/// <param name="code">The library's error code.</param>
/// <param name="message">The library's own words.</param>
internal sealed class OrtException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
