namespace Orleans.Camera.Vision.Models;

/// <summary>A model's file and what is known of it.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="File">Path of the ONNX file.</param>
/// <param name="Manifest">Null where everything is to be recognised from the file.</param>
public sealed record ModelReference(string Name, string File, ModelManifest? Manifest);
