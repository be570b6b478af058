using System.Data.Common;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Storage;

/// <summary>A stored definition, in the order of the columns that both databases select.</summary>
internal static class DefinitionRow
{
    public static StoredDefinition Read(DbDataReader row, ISealing sealing)
    {
        var camera = row.GetString(0);
        return new StoredDefinition(camera, row.GetInt64(1), sealing.Open(camera, row.GetString(2)), row.GetString(3), row.GetBoolean(4));
    }
}
