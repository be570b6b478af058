using System.Security.Cryptography;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>
/// A model's file in memory, checked. What was checked is what runs: the file is read once, so that nobody can exchange
/// it between the check and the loading.
/// </summary>
internal sealed record ModelFile(byte[] Bytes, string Sha256)
{
    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="ModelException">It is missing, too large, not what the manifest says, or no harmless ONNX model.</exception>
    public static ModelFile Read(ModelReference model)
    {
        var bytes = Load(model.Name, model.File);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (model.Manifest?.Sha256 is { } expected && !string.Equals(expected, hash, StringComparison.Ordinal))
        {
            throw new ModelException(
                $"Model '{model.Name}' at '{model.File}' has the sha256 {hash}, but its manifest says {expected}: the file was changed or is damaged. Remove and add it again.");
        }

        OnnxFile.Check(model.Name, bytes);
        return new ModelFile(bytes, hash);
    }

    private static byte[] Load(string name, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (file.Length > OnnxFile.LargestFile)
            {
                throw new ModelException(
                    $"Model '{name}' at '{path}' has {file.Length:N0} bytes; at most {OnnxFile.LargestFile:N0} are allowed. Take a smaller model.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"Model '{name}': there is no file '{path}'; check the path.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ModelException($"Model '{name}': the file '{path}' cannot be read ({OrtFaults.FirstLine(fault.Message)}); check it and its permissions.", fault);
        }
    }
}
