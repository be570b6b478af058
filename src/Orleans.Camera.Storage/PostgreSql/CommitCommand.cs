using Npgsql;
using NpgsqlTypes;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.PostgreSql;

/// <summary>A write as parameters, in the order of <see cref="CommitSql"/>. All of it is serialised when it is made.</summary>
internal static class CommitCommand
{
    public static NpgsqlCommand Of(CheckpointWrite write)
    {
        var command = new NpgsqlCommand(write.Expected == CheckpointTag.None ? CommitSql.Insert : CommitSql.Update);
        var to = command.Parameters;
        Add(to, write.Camera);
        Add(to, write.Expected.Epoch);
        Add(to, write.Expected.Write);
        AddState(to, write);
        AddBase(to, write.HasNewBase, write.Next.Base);
        Add(to, (long)write.Events.Count);
        AddCrossings(to, [.. write.Events.OfType<CrossingEvent>()]);
        AddZoneEvents(to, [.. write.Events.OfType<ZoneOccurrence>()]);
        AddGaps(to, [.. write.Events.OfType<GapEvent>()]);
        return command;
    }

    public static void Add<T>(NpgsqlParameterCollection to, T value) => to.Add(new NpgsqlParameter<T> { TypedValue = value });

    public static void Add<T>(NpgsqlParameterCollection to, NpgsqlDbType type, T value) =>
        to.Add(new NpgsqlParameter<T> { NpgsqlDbType = type, TypedValue = value });

    private static void AddState(NpgsqlParameterCollection to, CheckpointWrite write)
    {
        var next = write.Next;
        Add(to, next.Tag.Epoch);
        Add(to, next.Tag.Write);
        Add(to, write.Id);
        Add(to, next.Owner);
        Add(to, next.Configuration);
        Add(to, next.Source);
        Add(to, next.Sequence);
        Add(to, next.Announced);
        Add(to, NpgsqlDbType.Bigint, next.Start?.UtcTicks);
        Add(to, next.Frame);
        Add(to, next.Pts.Ticks);
        Add(to, (long)next.Checksum);
        Add(to, NpgsqlDbType.Bytea, next.Delta);
        Add(to, NpgsqlDbType.Jsonb, TotalsJson.Write(next.Totals));
        Add(to, next.HasEnded);
    }

    private static void AddBase(NpgsqlParameterCollection to, bool isNew, CheckpointBase? value)
    {
        Add(to, isNew);
        Add(to, isNew ? value?.Frame ?? 0 : 0);
        Add(to, isNew ? value?.Pts.Ticks ?? 0 : 0);
        Add(to, isNew ? value?.Checksum ?? 0L : 0L);
        if (isNew && value is not null)
        {
            Add(to, NpgsqlDbType.Bytea, value.State);
        }
        else
        {
            Add<byte[]?>(to, NpgsqlDbType.Bytea, null);
        }
    }

    private static void AddCrossings(NpgsqlParameterCollection to, CrossingEvent[] events)
    {
        Add(to, Column(events, static e => e.Sequence));
        Add(to, Column(events, static e => e.Epoch));
        Add(to, Column(events, static e => e.Line));
        Add(to, Column(events, static e => EventText.Of(e.Direction)));
        Add(to, Column(events, static e => e.Label));
        Add(to, Column(events, static e => e.Track));
        Add(to, Column(events, static e => e.Frame));
        AddTimes(to, Column(events, static e => Microseconds.Kept(e.Time)));
    }

    private static void AddZoneEvents(NpgsqlParameterCollection to, ZoneOccurrence[] events)
    {
        Add(to, Column(events, static e => e.Sequence));
        Add(to, Column(events, static e => e.Epoch));
        Add(to, Column(events, static e => e.Zone));
        Add(to, Column(events, static e => EventText.Of(e.Kind)));
        Add(to, Column(events, static e => e.Label));
        Add(to, Column(events, static e => e.Track));
        Add(to, NpgsqlDbType.Array | NpgsqlDbType.Interval, Column(events, static e => Microseconds.ToDuration(Microseconds.Of(e.Dwell))));
        Add(to, Column(events, static e => e.Frame));
        AddTimes(to, Column(events, static e => Microseconds.Kept(e.Time)));
    }

    private static void AddGaps(NpgsqlParameterCollection to, GapEvent[] events)
    {
        Add(to, Column(events, static e => e.Sequence));
        Add(to, Column(events, static e => e.Epoch));
        AddTimes(to, Column(events, static e => Microseconds.Kept(e.From)));
        AddTimes(to, Column(events, static e => Microseconds.Kept(e.To)));
        Add(to, Column(events, static e => e.Pictures));
        Add(to, Column(events, static e => e.Reason));
    }

    private static void AddTimes(NpgsqlParameterCollection to, DateTime[] times) => Add(to, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, times);

    private static TColumn[] Column<TEvent, TColumn>(TEvent[] events, Converter<TEvent, TColumn> of) => Array.ConvertAll(events, of);
}
