using System.Diagnostics;
using System.Globalization;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Spooling;

public sealed class FileSpoolTests : IDisposable
{
    private static readonly SpoolIntent _intent = new(new CheckpointTag(1, 5), new CheckpointTag(1, 6), Guid.NewGuid());
    private readonly TemporaryFolder _folder = new();

    private string? _name;

    private string Name => _name ??= Path.GetFileName(SpoolPath);

    private string SpoolPath => Assert.Single(Directory.GetFiles(_folder["spool"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_killed_in_the_middle_leaves_every_cut_that_it_has_spoken_of_and_none_by_half()
    {
        for (var round = 0; round < 5; round++)
        {
            var folder = _folder[$"killed-{round}"];
            using var child = Process.Start(
                new ProcessStartInfo("dotnet", [typeof(FileSpoolTests).Assembly.Location, "spool", folder]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            long spoken = 1;
            for (var left = 20 + (37 * round); left > 0; left--)
            {
                spoken = long.Parse((await child.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            }

            child.Kill();
            await child.WaitForExitAsync();

            using var spool = SpoolChild.Open(folder);
            Assert.Equal(SpoolChild.EventsPerCut, spool.TakeIntended()!.Events.Count);
            var kept = ReadAll(spool);
            Assert.True(kept.Frame >= spoken, $"Cut {spoken} was there, and the spool ends at {kept.Frame}.");
            Assert.Equal(SpoolChild.Cut(kept.Frame).Delta.ToArray(), kept.Delta.ToArray());
            Assert.Equal(Enumerable.Range(2, (int)kept.Frame - 1).SelectMany(frame => SpoolChild.Cut(frame).Events), kept.Events);
        }
    }

    [Fact]
    public void Wherever_the_file_is_cut_off_what_is_left_is_whole_cuts_from_the_first_on()
    {
        var whole = Fill(cuts: 6);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path.Combine(_folder["spool"], Name), whole[..length]);
            using var spool = SpoolChild.Open(_folder["spool"]);
            if (spool.IsBegun)
            {
                Assert.Equal(SpoolChild.Cut(1).Events, spool.TakeIntended()!.Events);
                var left = spool.Take();
                Assert.Equal(
                    Enumerable.Range(2, (int)(left?.Frame ?? 1) - 1).SelectMany(frame => SpoolChild.Cut(frame).Events), left?.Events ?? []);
                Assert.True(spool.Append(SpoolChild.Cut((left?.Frame ?? 1) + 1)));
                spool.Dispose();
                using var again = SpoolChild.Open(_folder["spool"]);
                Assert.Equal((left?.Frame ?? 1) + 1, again.Take()!.Frame);
            }
            else
            {
                Assert.True(length < whole.Length);
            }
        }
    }

    [Fact]
    public void Whatever_byte_is_damaged_nothing_wrong_is_read()
    {
        var whole = Fill(cuts: 4);
        var random = new Random(1);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(Path.Combine(_folder["spool"], Name), damaged);
            using var spool = SpoolChild.Open(_folder["spool"]);
            if (spool.IsBegun)
            {
                Assert.Equal(_intent, spool.Intent);
                Assert.Equal(SpoolChild.Cut(1).Events, spool.TakeIntended()!.Events);
                var left = spool.Take();
                Assert.Equal(Enumerable.Range(2, (int)(left?.Frame ?? 1) - 1).SelectMany(frame => SpoolChild.Cut(frame).Events), left?.Events ?? []);
            }
        }
    }

    [Fact]
    public void Every_kind_of_event_comes_back_as_it_was_and_the_file_ends_when_all_is_stored()
    {
        CameraEvent[] events =
        [
            new CrossingEvent(0, 0, "dør", Direction.In, "", long.MaxValue, 5, DateTimeOffset.UnixEpoch.AddTicks(7)),
            new ZoneOccurrence(0, 0, "kiosk", ZoneEventKind.Loitering, "person", 3, TimeSpan.FromDays(40), 6, DateTimeOffset.MaxValue.ToUniversalTime()),
            new GapEvent(0, 0, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, 9, "no answer\n"),
        ];
        var cut = SpoolChild.Cut(2) with { Events = events, HasEnded = true };
        using var spool = SpoolChild.Open(_folder["spool"]);
        Assert.False(spool.Append(cut));
        spool.Begin(_intent, cut: null);
        Assert.True(spool.Append(cut));
        Assert.Null(spool.TakeIntended());

        var taken = spool.Take()!;
        Assert.Equal(events, taken.Events);
        Assert.Equal(cut.Delta.ToArray(), taken.Delta.ToArray());
        Assert.Equal(cut with { Delta = default, Events = [] }, taken with { Delta = default, Events = [] });

        Assert.True(spool.Append(SpoolChild.Cut(3)));
        spool.Committed();
        Assert.True(spool.IsBegun);
        Assert.Equal(3, spool.Take()!.Frame);
        spool.Intend(_intent);
        spool.Committed();
        Assert.False(spool.IsBegun);
        Assert.Empty(Directory.GetFiles(_folder["spool"]));
    }

    [Fact]
    public void A_spool_in_use_is_left_alone()
    {
        using var first = SpoolChild.Open(_folder["spool"]);
        first.Begin(_intent, SpoolChild.Cut(1));

        using (var second = SpoolChild.Open(_folder["spool"]))
        {
            Assert.False(second.IsBegun);
            second.Begin(_intent, SpoolChild.Cut(9));
            Assert.False(second.IsBegun);
            second.Discard();
        }

        Assert.True(first.Append(SpoolChild.Cut(2)));
        first.Dispose();
        using var again = SpoolChild.Open(_folder["spool"]);
        Assert.Equal(2, again.Take()!.Frame);
    }

    private byte[] Fill(int cuts)
    {
        using (var spool = SpoolChild.Open(_folder["spool"]))
        {
            spool.Begin(_intent, SpoolChild.Cut(1));
            for (var frame = 2; frame <= cuts; frame++)
            {
                Assert.True(spool.Append(SpoolChild.Cut(frame)));
            }
        }

        _ = Name;
        return File.ReadAllBytes(SpoolPath);
    }

    private static Cut ReadAll(ICutSpool spool)
    {
        Cut? all = null;
        while (spool.Take() is { } next)
        {
            all = all?.Then(next) ?? next;
        }

        return all!;
    }
}
