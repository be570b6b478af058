namespace Orleans.Camera.Storage.Models;

/// <summary>What both databases understand alike.</summary>
internal static class ModelSql
{
    /// <summary>What was begun and not published goes after this.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    public const string List =
        "select m.name, m.sha256, f.size, m.manifest from model m join model_file f on f.sha256 = m.sha256 where f.is_whole";

    public const string Find = List + " and m.name = $1";

    public const string Read = "select bytes from model_part where sha256 = $1 and number = $2";

    /// <summary>$1 the file, $2 its size, $3 now.</summary>
    public const string Begin =
        """
        insert into model_file (sha256, size, is_whole, begun_at) values ($1, $2, false, $3)
        on conflict (sha256) do update set size = excluded.size, is_whole = false, begun_at = excluded.begun_at
        """;

    public const string ForgetParts = "delete from model_part where sha256 = $1";

    /// <summary>$1 the oldest that stays.</summary>
    public const string ForgetOldParts =
        """
        delete from model_part where sha256 in (
            select f.sha256 from model_file f where f.begun_at < $1 and not exists (select 1 from model m where m.sha256 = f.sha256))
        """;

    public const string ForgetOldFiles =
        "delete from model_file where begun_at < $1 and not exists (select 1 from model m where m.sha256 = model_file.sha256)";

    /// <summary>A part that comes again is the same one: it belongs to a sha256.</summary>
    public const string Write =
        """
        insert into model_part (sha256, number, bytes)
        select $1, $2, $3 where exists (select 1 from model_file where sha256 = $1 and not is_whole)
        on conflict (sha256, number) do update set bytes = excluded.bytes
        """;

    public const string Complete =
        """
        update model_file set is_whole = true
        where sha256 = $1 and size = (select coalesce(sum(length(bytes)), 0) from model_part where sha256 = $1)
        """;

    /// <summary>$1 the name, $2 the file, $3 the manifest.</summary>
    public const string Publish =
        """
        insert into model (name, sha256, manifest)
        select $1, $2, $3 where exists (select 1 from model_file where sha256 = $2 and is_whole)
        on conflict (name) do update set manifest = excluded.manifest where model.sha256 = excluded.sha256
        """;

    public const string Remove = "delete from model where name = $1 returning sha256";

    public const string RemoveParts = "delete from model_part where sha256 = $1 and not exists (select 1 from model where sha256 = $1)";

    public const string RemoveFile = "delete from model_file where sha256 = $1 and not exists (select 1 from model where sha256 = $1)";
}
