using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Text;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Models;

/// <summary>
/// The models of this machine: in one folder, each an ONNX file with its manifest beside it. A model is there when its
/// manifest is: the file is put in place first, and both by renaming, so that nobody ever sees half a model.
/// </summary>
public sealed class ModelStore(ModelStoreOptions options)
{
    private const string FileSuffix = ".onnx";
    private const string ManifestSuffix = ".json";

    /// <summary>The user's own store.</summary>
    /// <exception cref="ModelException">The user has no home.</exception>
    public static ModelStore Default() => new(new ModelStoreOptions { Folder = ModelStoreOptions.DefaultFolder() });

    public string Folder => options.Folder;

    /// <summary>Tries a model on one picture and takes it into the store.</summary>
    /// <param name="file">Path of the ONNX file.</param>
    /// <param name="manifest">Null to read <c>FILE.json</c> beside it, where that exists, and else to recognise everything.</param>
    /// <param name="name">Name in the store; null for the manifest's, or one made from the file's.</param>
    /// <returns>The manifest as stored, with everything that was recognised.</returns>
    /// <exception cref="ModelException">The model is refused, or the name is taken.</exception>
    public ModelManifest Add(string file, ModelManifest? manifest = null, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        manifest ??= ModelPaths.ManifestBeside(file);
        name ??= manifest?.Name ?? ModelPaths.NameFrom(file);
        if (!ManifestReader.IsName(name))
        {
            throw new ModelException($"'{name}' cannot be a model's name; use lower-case letters, digits, '-', '.' and '_'.");
        }

        if (File.Exists(ManifestPath(name)))
        {
            throw new ModelException($"There is a model '{name}' already; remove it first, or give this one another name.");
        }

        var reference = new ModelReference(name, file, manifest);
        return Accept(reference, ModelFile.Read(reference));
    }

    /// <summary>The stored models and those that can be pulled, by name.</summary>
    public IReadOnlyList<ModelEntry> List()
    {
        var entries = StoredNames().Select(Describe).ToList();
        entries.AddRange(options.Known
            .Where(known => entries.TrueForAll(entry => entry.Name != known.Name))
            .Select(known => new ModelEntry(known.Name, known, IsStored: false, Fault: null)));
        return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes a stored model.</summary>
    /// <exception cref="ModelException">There is none of that name.</exception>
    public void Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!ManifestReader.IsName(name) || !File.Exists(ManifestPath(name)))
        {
            throw new ModelException($"There is no model '{OrtFaults.FirstLine(name)}' to remove{NearestName.Hint(name, StoredNames())}.");
        }

        Writing(name, () =>
        {
            File.Delete(ManifestPath(name));
            File.Delete(FilePath(name));
        });
    }

    /// <summary>Whether a model is here by itself, whole or damaged: whatever the cluster's database has of that name does not count.</summary>
    public bool Has(string nameOrFile) => (ManifestReader.IsName(nameOrFile) && File.Exists(ManifestPath(nameOrFile))) || File.Exists(nameOrFile);

    /// <summary>What is published of a model: of one in the store as it is there, of another file what is recognised when it is tried.</summary>
    /// <param name="nameOrFile">As <see cref="Resolve"/> has it.</param>
    /// <param name="name">What it is to be called; null for its own name, or one made from the file's.</param>
    /// <returns>With <see cref="ModelManifest.Sha256"/> and <see cref="ModelManifest.Size"/>, and the file.</returns>
    /// <exception cref="ModelException">There is none, it is too large, or it is not what its manifest says.</exception>
    public (ModelManifest Manifest, ReadOnlyMemory<byte> File) Publishable(string nameOrFile, string? name = null)
    {
        var found = Resolve(nameOrFile);
        var isStored = ManifestReader.IsName(nameOrFile) && File.Exists(ManifestPath(nameOrFile));
        name ??= isStored ? nameOrFile : found.Manifest?.Name ?? ModelPaths.NameFrom(nameOrFile);
        if (!ManifestReader.IsName(name))
        {
            throw new ModelException($"'{OrtFaults.FirstLine(name)}' cannot be a model's name; use lower-case letters, digits, '-', '.' and '_'.");
        }

        var file = ModelFile.Read(found);
        var manifest = isStored ? found.Manifest! : Try(found, file);
        return (manifest with { Name = name, File = name + FileSuffix, Sha256 = file.Sha256, Size = file.Bytes.Length }, file.Bytes);
    }

    /// <summary>Finds a model by its name in the store or its cache, or by the path of an ONNX file or of a manifest.</summary>
    /// <exception cref="ModelException">There is none; the message says how to get it.</exception>
    public ModelReference Resolve(string nameOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        if (ManifestReader.IsName(nameOrFile) && File.Exists(ManifestPath(nameOrFile)))
        {
            return new ModelReference(nameOrFile, FilePath(nameOrFile), ManifestReader.ReadFile(ManifestPath(nameOrFile)));
        }

        if (File.Exists(nameOrFile))
        {
            return ModelPaths.FromFile(nameOrFile);
        }

        return options.Cache is { } cache && ManifestReader.IsName(nameOrFile) && Path.Combine(cache, nameOrFile + ManifestSuffix) is var kept && File.Exists(kept)
            ? ModelPaths.FromFile(kept)
            : throw new ModelException(Missing(nameOrFile));
    }

    /// <summary>What to do about a model that is not here.</summary>
    internal string Missing(string nameOrFile) => options.Known.Any(known => known.Name == nameOrFile)
        ? $"Model '{nameOrFile}' is not here yet; fetch it with: ./camera model pull {nameOrFile}"
        : $"There is no model '{OrtFaults.FirstLine(nameOrFile)}', neither as a name nor as a file{NearestName.Hint(nameOrFile, StoredNames().Concat(options.Known.Select(known => known.Name)))}; see: ./camera model list";

    /// <summary>Downloads a known model from its official address. The only use of the network.</summary>
    /// <returns>The manifest as stored; at once where the model is stored already.</returns>
    /// <exception cref="ModelException">It is not known, cannot be fetched, or is not what its manifest says.</exception>
    public async Task<ModelManifest> PullAsync(string name, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var known = options.Known.FirstOrDefault(known => known.Name == name)
            ?? throw new ModelException(
                $"No model '{OrtFaults.FirstLine(name)}' can be pulled{NearestName.Hint(name, options.Known.Select(known => known.Name))}; add a file of your own with: ./camera model add FILE");
        if (File.Exists(ManifestPath(name)) && Describe(name) is { Fault: null, Manifest: { } stored } && stored.Sha256 == known.Sha256)
        {
            return stored;
        }

        var bytes = await new ModelDownload(options).FetchAsync(known, progress, cancellationToken).ConfigureAwait(false);
        OnnxFile.Check(name, bytes);
        return Accept(new ModelReference(name, FilePath(name), known), new ModelFile(bytes, known.Sha256!));
    }

    private ModelManifest Accept(ModelReference reference, ModelFile file)
    {
        var manifest = Try(reference, file) with
        {
            Name = reference.Name,
            File = reference.Name + FileSuffix,
            Sha256 = file.Sha256,
            Size = file.Bytes.Length,
        };
        Writing(reference.Name, () =>
        {
            Directory.CreateDirectory(Folder);
            ModelPaths.WriteWhole(FilePath(reference.Name), file.Bytes);
            ModelPaths.WriteWhole(ManifestPath(reference.Name), ManifestWriter.Write(manifest));
        });
        return manifest;
    }

    /// <returns>What is known of it and what was recognised.</returns>
    private ModelManifest Try(ModelReference reference, ModelFile file)
    {
        // A model that may only count on a GPU may still be stored by a machine that has none.
        var trial = reference with { Manifest = reference.Manifest is { } given ? given with { CpuAllowed = true } : null };
        using var detector = OnnxDetectors.Open(trial, file, options.Trial);
        return detector.Describe(reference);
    }

    private ModelEntry Describe(string name)
    {
        try
        {
            var manifest = ManifestReader.ReadFile(ManifestPath(name));
            var isWhole = new FileInfo(FilePath(name)) is { Exists: true } file && file.Length == (manifest.Size ?? file.Length);
            return new ModelEntry(name, manifest, IsStored: true, isWhole ? null : "its file is missing or damaged; remove it and add it again");
        }
        catch (ModelException fault)
        {
            return new ModelEntry(name, Manifest: null, IsStored: true, fault.Message);
        }
    }

    private IEnumerable<string> StoredNames() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*" + ManifestSuffix).Select(path => Path.GetFileNameWithoutExtension(path)).Where(ManifestReader.IsName)
        : [];

    private string FilePath(string name) => Path.Combine(Folder, name + FileSuffix);

    private string ManifestPath(string name) => Path.Combine(Folder, name + ManifestSuffix);

    private void Writing(string name, Action change)
    {
        try
        {
            change();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                $"Model '{name}' cannot be stored or removed in '{Folder}' ({OrtFaults.FirstLine(fault.Message)}); check the folder, or set {ModelStoreOptions.FolderVariable} to another one.", fault);
        }
    }
}
