using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Grains.Models;

[GrainType("model-library")]
internal sealed class ModelLibraryGrain(IModelLibrary library) : Grain, IModelLibraryGrain
{
    private const int LargestManifest = 1 << 20;

    public Task<IReadOnlyList<PublishedModelRecord>> ListAsync() => CallAsync<IReadOnlyList<PublishedModelRecord>>(async () =>
        (await library.ListAsync(CancellationToken.None)).Select(model => new PublishedModelRecord(model.Name, model.Sha256, model.Size, model.Manifest)).ToArray());

    public Task<bool> BeginAsync(PublishedModelRecord model)
    {
        var wanted = Checked(model);
        return CallAsync(async () =>
        {
            var known = await library.ListAsync(CancellationToken.None);
            if (known.FirstOrDefault(other => other.Name == wanted.Name && other.Sha256 != wanted.Sha256) is { } other)
            {
                throw Taken(other);
            }

            if (known.FirstOrDefault(same => same.Sha256 == wanted.Sha256) is { } whole && await IsIntactAsync(whole))
            {
                return false;
            }

            await library.BeginAsync(wanted.Sha256, wanted.Size, CancellationToken.None);
            return true;
        });
    }

    public Task WriteAsync(string sha256, int number, byte[] part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return IsHash(sha256) && number >= 0 && part.Length is > 0 and <= IModelLibrary.PartSize
            ? CallAsync(async () => await library.WriteAsync(sha256, number, part, CancellationToken.None)
                ? true
                : throw new CameraException($"Nobody began to publish a file with the sha256 {sha256}, or it is whole: publish it from the beginning."))
            : throw new CameraException($"A part of a model has 1 to {IModelLibrary.PartSize} bytes, a number from 0 on, and the sha256 of the whole file.");
    }

    public Task PublishAsync(PublishedModelRecord model)
    {
        var wanted = Checked(model);
        return CallAsync(async () =>
        {
            await ModelParts.ReadAsync(library, wanted, static _ => default, CancellationToken.None);
            return await library.PublishAsync(wanted, CancellationToken.None)
                ? true
                : throw (await library.FindAsync(wanted.Name, CancellationToken.None) is { } other && other.Sha256 != wanted.Sha256
                    ? Taken(other)
                    : new CameraException($"Somebody began to publish the file of '{wanted.Name}' again meanwhile: try again."));
        });
    }

    public Task RemoveAsync(string name) => CallAsync(async () =>
    {
        if (await library.RemoveAsync(name, CancellationToken.None))
        {
            return true;
        }

        var known = (await library.ListAsync(CancellationToken.None)).Select(model => model.Name);
        throw new CameraException($"No model '{name}' is published{NearestName.Hint(name, known)}; see: ./camera model published");
    });

    private async Task<bool> IsIntactAsync(PublishedModel model)
    {
        try
        {
            await ModelParts.ReadAsync(library, model, static _ => default, CancellationToken.None);
            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }

    private static PublishedModel Checked(PublishedModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Size is <= 0 or > IModelLibrary.LargestFile)
        {
            throw new CameraException($"Model '{model.Name}' has {model.Size:N0} bytes: it is one of 1 to {IModelLibrary.LargestFile:N0}. Take a smaller model.");
        }

        return model.Name is { } name && CapabilityName.IsGood(name) && char.IsAsciiLetterOrDigit(name[0]) && IsHash(model.Sha256) && model.Manifest is { Length: <= LargestManifest }
            ? new PublishedModel(name, model.Sha256, model.Size, model.Manifest)
            : throw new CameraException($"A model has a name of {CapabilityName.Rule}, a sha256 of 64 lower-case hexadecimal digits, and a manifest of at most {LargestManifest} letters.");
    }

    private static bool IsHash(string? text) => text?.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static CameraException Taken(PublishedModel other) =>
        new($"Another model is published as '{other.Name}' (sha256 {other.Sha256}): give this one another name, or remove that one first: ./camera model unpublish {other.Name}");

#pragma warning disable MA0054 // With one inside it whose type does not travel neither would.
    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StoreUnavailableException fault)
        {
            throw new CameraException($"The cluster's database does not answer ({fault.Message}): try again when it does.");
        }
        catch (Exception fault) when (fault is ModelException or StoreConflictException)
        {
            throw new CameraException(fault.Message);
        }
    }
#pragma warning restore MA0054
}
