using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>
/// Models of the cluster's database, for a silo whose own folder lacks them: each file is fetched once, held against its sha256,
/// and kept. What is wrong with one is told of that one, and troubles no other. Safe for concurrent use.
/// </summary>
/// <param name="library">The database.</param>
/// <param name="folder">Where files are kept; made by the first.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of each file that was fetched.</param>
public sealed partial class PublishedModels(IModelLibrary library, string folder, TimeProvider time, ILogger<PublishedModels> log) : IDisposable
{
    /// <summary>What the database says of a name holds for so long.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What is known of a model without fetching it. Never waits: while the database is asked, nothing is.</summary>
    /// <param name="whyNotHere">Why the silo does not have it by itself.</param>
    public DetectorFact FactOf(string name, string whyNotHere)
    {
        var known = _known.GetOrAdd(name, static _ => new Known());
        if ((known.Said is null || time.GetElapsedTime(known.At) >= Holds) && Interlocked.Exchange(ref known.IsAsking, 1) == 0)
        {
            _ = Task.Run(() => AskAsync(name, known));
        }

        return known.Said is not { } said ? new DetectorFact { IsPending = true }
            : said.Manifest is { } manifest ? new DetectorFact(null, manifest.Sha256!, manifest.CpuAllowed) { Requires = [.. manifest.Requires] }
            : new DetectorFact(WhyNot(name, whyNotHere, said.Fault));
    }

    /// <summary>Has a model's file in the folder, whole, with its manifest: fetched now where it is not there yet.</summary>
    /// <exception cref="ModelException">It is not in the database, damaged there, or cannot be kept.</exception>
    public async Task FetchAsync(string name, string whyNotHere, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var said = await AskAsync(name, _known.GetOrAdd(name, static _ => new Known())).ConfigureAwait(false);
            var manifest = said.Manifest ?? throw new ModelException(WhyNot(name, whyNotHere, said.Fault));
            if (!await IsKeptAsync(manifest, cancellationToken).ConfigureAwait(false))
            {
                await KeepAsync(manifest, cancellationToken).ConfigureAwait(false);
                LogFetched(name, manifest.Sha256!, manifest.Size!.Value);
            }
        }
        catch (StoreUnavailableException fault)
        {
            throw new ModelException($"Model '{name}' cannot be fetched, for the cluster's database does not answer ({OrtFaults.FirstLine(fault.Message)}); it is tried again.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"Model '{name}' of the cluster's database cannot be kept in '{folder}' ({OrtFaults.FirstLine(fault.Message)}); check the folder and the disk.", fault);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static string WhyNot(string name, string whyNotHere, string fault) =>
        fault.Length > 0 ? fault : $"{whyNotHere} Nor is it in the cluster's database: ./camera model publish {name}";

    private async Task<Said> AskAsync(string name, Known known)
    {
        var said = await AskAsync(name).ConfigureAwait(false);
        (known.At, known.Said) = (time.GetTimestamp(), said);
        Volatile.Write(ref known.IsAsking, 0);
        return said;
    }

    private async Task<Said> AskAsync(string name)
    {
        try
        {
            return await library.FindAsync(name, CancellationToken.None).ConfigureAwait(false) is { } found ? new Said(ManifestOf(found), "") : new Said(null, "");
        }
        catch (StoreUnavailableException fault)
        {
            return Kept(name) is { } kept ? new Said(kept, "")
                : new Said(null, $"Model '{name}' is not here, and the cluster's database, which may have it, does not answer: {OrtFaults.FirstLine(fault.Message)}");
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new Said(null, $"Model '{name}' of the cluster's database cannot be used: {OrtFaults.FirstLine(fault.Message)} Publish it again: ./camera model publish {name}");
        }
    }

    /// <summary>The row says which file it is; the manifest says the rest.</summary>
    private static ModelManifest ManifestOf(PublishedModel model) =>
        ManifestReader.Read(Encoding.UTF8.GetBytes(model.Manifest), model.Name) with
        {
            Name = model.Name, Sha256 = model.Sha256, Size = model.Size, File = model.Sha256 + ".onnx",
        };

    /// <summary>What was known of a model when it was fetched.</summary>
    private ModelManifest? Kept(string name)
    {
        try
        {
            return File.Exists(ManifestPath(name)) ? ManifestReader.ReadFile(ManifestPath(name)) : null;
        }
        catch (ModelException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is here as it must be; one that was damaged meanwhile is fetched again.</summary>
    private async Task<bool> IsKeptAsync(ModelManifest manifest, CancellationToken cancellationToken)
    {
        var path = FilePath(manifest);
        if (Kept(manifest.Name)?.Sha256 != manifest.Sha256 || !File.Exists(path))
        {
            return false;
        }

        var file = File.OpenRead(path);
        await using var closing = file.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == manifest.Sha256;
    }

    private async Task KeepAsync(ModelManifest manifest, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = $"{FilePath(manifest)}.{Guid.NewGuid():N}.part";
        try
        {
            var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
            {
                var model = new PublishedModel(manifest.Name, manifest.Sha256!, manifest.Size!.Value, "");
                await ModelParts.ReadAsync(library, model, part => file.WriteAsync(part, cancellationToken), cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            // A file that no manifest means may be cleared away, so the manifest comes first.
            ModelPaths.WriteWhole(ManifestPath(manifest.Name), ManifestWriter.Write(manifest));
            File.Move(draft, FilePath(manifest), overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        ForgetUnused();
    }

    /// <summary>Files that a name meant before it meant another.</summary>
    private void ForgetUnused()
    {
        var used = Directory.EnumerateFiles(folder, "*.json").Select(path => Kept(Path.GetFileNameWithoutExtension(path))?.File).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.onnx").Where(path => !used.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    private string FilePath(ModelManifest manifest) => Path.Combine(folder, manifest.File!);

    private string ManifestPath(string name) => Path.Combine(folder, name + ".json");

    [LoggerMessage(3020, LogLevel.Information, "Model {Model} was fetched from the cluster's database: sha256 {Sha256}, {Size} bytes")]
    private partial void LogFetched(string model, string sha256, long size);

    /// <param name="Manifest">Null where the database has none.</param>
    /// <param name="Fault">Why; empty where there simply is none.</param>
    private sealed record Said(ModelManifest? Manifest, string Fault);

    private sealed class Known
    {
        public int IsAsking;

        public volatile Said? Said;

        public long At { get; set; }
    }
}
