namespace Orleans.Camera.Vision.Onnx;

/// <summary>What runs a model.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor; part of every ONNX Runtime.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU through CUDA and cuDNN.</summary>
    Cuda = 1,

    /// <summary>An NVIDIA GPU through TensorRT, which compiles the model for it first.</summary>
    TensorRt = 2,
}
