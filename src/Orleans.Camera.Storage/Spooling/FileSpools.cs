using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;

namespace Orleans.Camera.Storage.Spooling;

/// <summary>Spools in one folder, a file for each camera: silos of one machine that share the folder find each other's.</summary>
/// <param name="folder">Made where it is needed, for its owner alone.</param>
/// <param name="most">How many bytes the file of one camera may have.</param>
/// <param name="log">Gets what the disk fails with.</param>
public sealed class FileSpools(string folder, long most, ILogger<FileSpools> log) : ICutSpools
{
    /// <remarks>A name may have letters that mean something to a file system.</remarks>
    public ICutSpool Open(string camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(camera)))[..32];
        return new FileSpool(camera, Path.Combine(folder, $"{name}.spool"), most, log);
    }
}
