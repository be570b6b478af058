using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage;

/// <summary>What a write must be before a store looks at it, and what its answer means: the same for both databases.</summary>
internal static class WriteRules
{
    /// <exception cref="ArgumentException">The write can never be right, whatever is stored.</exception>
    public static void Check(CheckpointWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var next = write.Next;
        if (next.Tag.Epoch < 1 || next.Tag == write.Expected)
        {
            throw new ArgumentException($"A write needs a tag of its own, and {next.Tag} is none.", nameof(write));
        }

        var expected = next.Sequence - write.Events.Count;
        foreach (var occurrence in write.Events)
        {
            if (occurrence.Sequence != ++expected)
            {
                throw new ArgumentException(
                    $"Events are numbered on without holes up to {next.Sequence}, and {occurrence.Sequence} stands where {expected} must.", nameof(write));
            }
        }
    }

    /// <summary>What it means that nothing was stored because the stored tag or number was not the expected one.</summary>
    /// <exception cref="StoreConflictException">It was not the tag: the numbers do not go on from the stored one.</exception>
    public static CommitOutcome Judge(CheckpointWrite write, in StoredTag? stored)
    {
        var found = stored?.Tag ?? CheckpointTag.None;
        if (found == write.Next.Tag && stored?.Id == write.Id)
        {
            return CommitOutcome.Committed;
        }

        return found == write.Expected
            ? throw new StoreConflictException(
                $"{write.Events.Count} events up to {write.Next.Sequence} of camera '{write.Camera}' do not go on from the stored " +
                $"{stored?.Sequence ?? 0}. Nothing was stored.")
            : CommitOutcome.Fenced;
    }
}

/// <summary>What fences: the tag of the stored checkpoint, the write that made it, and its latest number.</summary>
internal readonly record struct StoredTag(CheckpointTag Tag, Guid Id, long Sequence);
