using System.Security.Cryptography;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Core.Models;

/// <summary>The parts of a published file, one after the other, held against what the file must be.</summary>
public static class ModelParts
{
    /// <summary>How many parts a file of a size has.</summary>
    public static int CountOf(long size) => (int)((size + IModelLibrary.PartSize - 1) / IModelLibrary.PartSize);

    /// <summary>Bytes of one part.</summary>
    public static int SizeOf(long size, int number) => (int)Math.Min(IModelLibrary.PartSize, size - ((long)number * IModelLibrary.PartSize));

    /// <summary>Hands on every part, and has been right only when it returns.</summary>
    /// <exception cref="ModelException">The file is damaged, or another one; the message says what to do.</exception>
    public static async Task ReadAsync(
        IModelLibrary library, PublishedModel model, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(take);
        if (model.Size is <= 0 or > IModelLibrary.LargestFile)
        {
            throw Damaged(model, $"it is said to have {model.Size} bytes");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var number = 0; number < CountOf(model.Size); number++)
        {
            var part = await library.ReadAsync(model.Sha256, number, cancellationToken).ConfigureAwait(false);
            if (part is null || part.Length != SizeOf(model.Size, number))
            {
                throw Damaged(model, $"part {number + 1} of {CountOf(model.Size)} {(part is null ? "is missing" : "has another length")}");
            }

            hash.AppendData(part);
            await take(part).ConfigureAwait(false);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) is var found && found != model.Sha256)
        {
            throw Damaged(model, $"its bytes have the sha256 {found} and not {model.Sha256}");
        }
    }

    private static ModelException Damaged(PublishedModel model, string how) =>
        new($"Model '{model.Name}' is damaged in the cluster's database: {how}. Publish it again where it is whole: ./camera model publish {model.Name}");
}
