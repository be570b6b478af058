using System.Data.Common;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage;

/// <summary>A stored checkpoint, in the order of the columns that both databases select.</summary>
internal static class CheckpointRow
{
    private const int BaseColumn = 14;

    public static Checkpoint Read(DbDataReader row) => new()
    {
        Tag = new CheckpointTag(row.GetInt64(0), row.GetInt64(1)),
        Owner = row.GetString(2),
        Configuration = row.GetInt64(3),
        Source = row.GetString(4),
        Sequence = row.GetInt64(5),
        Announced = row.GetInt64(6),
        Start = row.IsDBNull(7) ? null : new DateTimeOffset(row.GetInt64(7), TimeSpan.Zero),
        Frame = row.GetInt64(8),
        Pts = new TimeSpan(row.GetInt64(9)),
        Checksum = (uint)row.GetInt64(10),
        Delta = row.GetFieldValue<byte[]>(11),
        Totals = TotalsJson.Read(row.GetString(12)),
        HasEnded = row.GetBoolean(13),
        Base = row.IsDBNull(BaseColumn + 3)
            ? null
            : new CheckpointBase(
                row.GetInt64(BaseColumn), new TimeSpan(row.GetInt64(BaseColumn + 1)), (uint)row.GetInt64(BaseColumn + 2),
                row.GetFieldValue<byte[]>(BaseColumn + 3)),
    };
}
