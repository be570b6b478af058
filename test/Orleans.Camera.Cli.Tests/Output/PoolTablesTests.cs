using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;

namespace Orleans.Camera.Cli.Tests.Output;

public sealed class PoolTablesTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WorkerPool _pool = new(
        _now,
        [
            new WorkerStatus("people/12", "silo-1", "cpu", "busy", _now, "")
            {
                QueueLength = 3, PicturesPerMinute = 540, LoadShare = 0.75, ErrorRate = 0.1, LatencyP95 = TimeSpan.FromMilliseconds(123), LatencyP99 = TimeSpan.FromMilliseconds(456),
                LatencyP50 = TimeSpan.FromMilliseconds(77), Uptime = new TimeSpan(3, 4, 5, 6), Efficiency = 43.21, PicturesPerSecond = 65.4, FailuresPerHour = 0.25,
            },
            new WorkerStatus("people/13", "silo-2", "cpu", "failed", _now, "its silo is no more\u001b[2J") { LoadShare = 0.25 },
        ],
        [
            new SiloLoad("silo-1", _now, 0.423, 2, 1 << 30, 4L << 30, 12345678, 2345, 450_000, 998.6, null, null, 17, 1, [], []),
            new SiloLoad("silo-2", _now, null, null, null, null, null, null, null, null, null, null, 0, 0, null, []) { GpuFault = "NVIDIA's driver does not answer: see what nvidia-smi says" },
        ],
        [new AlertRecord("cpu", "silo silo-1", IsCritical: false, IsRaised: true, _now, _now, "silo silo-1 uses 85 % of its processors")],
        [new MissingModel("peple", "silo-1: There is no model 'peple'")]);

    [Fact]
    public void A_pool_is_readable_in_80_columns_and_nothing_in_it_steers_the_terminal()
    {
        using var output = new MemoryStream();
        using var console = new CommandConsole(output, TextWriter.Null, TimeProvider.System) { Width = 80 };

        foreach (var table in PoolTables.Of(_pool))
        {
            Tables.Write(console, table);
        }

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.All(lines, line => Assert.InRange(Tables.WidthOf(line), 0, 80));
        Assert.All([.. lines, .. PoolTables.Troubles(_pool)], line => Assert.DoesNotContain('\u001b', line));
        Assert.Contains(lines, line => new[] { "people/12", "busy", "75 %", "540", "123", "10.0 %" }.All(part => line.Contains(part, StringComparison.Ordinal)));
        Assert.Contains(lines, line => new[] { "people/12", "3d04h", "77", "456", "65.4", "43.2", "0.3" }.All(part => line.Contains(part, StringComparison.Ordinal)));
        Assert.Contains(lines, line => new[] { "silo-1", "42 %", "25 %", "12M/2.3K", "439K/999", "17" }.All(part => line.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Three_lines_say_what_matters_with_cameras_of_every_state_and_troubles_follow()
    {
        CameraStatus[] cameras =
        [
            .. Enum.GetValues<CameraState>().Select(state => Status($"camera-{state}", state, "silo-1")), Status("lobby", CameraState.Running, "silo-2"),
        ];

        Assert.Equal(
            """
            7 cameras: 1 faulted, 1 degraded, 1 reconnecting, 1 starting, 2 running, 1 stopped
            2 workers, 1 active, 1 failed
            queue 3, 540 pictures/min, p99 456 ms, errors 7.5 %
            """,
            PoolTables.Summary(cameras, _pool));
        Assert.Equal("no cameras", PoolTables.Summary([], _pool with { Workers = [] }));
        Assert.Equal("1 camera: 1 running", PoolTables.Summary(cameras[^1..], _pool with { Workers = [] }));
        Assert.Equal(
            ["warning since 2026-01-02 03:04:05: silo silo-1 uses 85 % of its processors", "silo silo-2: NVIDIA's driver does not answer: see what nvidia-smi says", "model peple runs nowhere: silo-1: There is no model 'peple'", "worker people/13 on silo-2 failed since 2026-01-02 03:04:05: its silo is no more [2J"], PoolTables.Troubles(_pool));
    }

    [Fact]
    public void Each_child_process_has_a_line_and_the_work_on_pictures_one_more()
    {
        var pool = _pool with
        {
            Workers = [new WorkerStatus("people/1", "silo-1", "cpu", "ready", _now, "") { Process = new WorkerProcess(41, 90 << 20, 2048L << 20, 0, "") }],
            Silos =
            [
                _pool.Silos[0] with { PictureWork = new PictureWorkLoad(3, 4, 1000, 200, [new WorkerProcess(42, 80 << 20, 512 << 20, 2, "it was killed (signal 9)\u001b[2J")]) },
                _pool.Silos[1] with { PictureWork = new PictureWorkLoad(0, 0, 0, 0, []) },
            ],
        };

        Assert.Equal(
            [
                "worker people/1 on silo-1: process 41, 90 of 2,048 MiB",
                "picture work on silo-1: process 42, 80 of 512 MiB, started again 2 times: it was killed (signal 9) [2J",
                "picture work on silo-1: 3 waiting, 1000 done in 200 hand-overs, 4 refused",
            ],
            PoolTables.Processes(pool));
        var json = PoolJson.Lines([], pool).ConvertAll(line => JsonDocument.Parse(line).RootElement);
        var work = json[1].GetProperty("pictureWork");
        Assert.Equal((4, 42), (work.GetProperty("refused").GetInt32(), work.GetProperty("processes")[0].GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲🚗🚲")]
    [InlineData("x👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦")]
    [InlineData("北側の入口にあるカメラの名前はとても長いので表に入りきらない第十七番")]
    [InlineData("a-very-long-name-of-a-model-that-nobody-would-ever-choose-for-a-column")]
    public void A_name_of_wide_signs_breaks_neither_the_table_nor_a_number_and_no_sign_is_torn(string name)
    {
        var pool = _pool with { Workers = [_pool.Workers[0] with { Worker = $"{name}/1", Silo = name }], Silos = [_pool.Silos[0] with { Silo = name }] };
        using var output = new MemoryStream();
        using var console = new CommandConsole(output, TextWriter.Null, TimeProvider.System) { Width = 80 };

        foreach (var table in PoolTables.Of(pool))
        {
            Tables.Write(console, table);
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.DoesNotContain('\uFFFD', text);
        Assert.All(text.Split('\n'), line => Assert.InRange(Tables.WidthOf(line), 0, 80));
        Assert.All(["75 %", "540", "10.0 %", "3d04h", "12M/2.3K", "439K/999"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        var signs = new StringInfo(text);
        var whole = Enumerable.Range(0, signs.LengthInTextElements).Select(at => signs.SubstringByTextElements(at, 1)).ToHashSet();
        Assert.All(TextElements(OneLine.From(name).Replace(" ", "", StringComparison.Ordinal)), sign => Assert.Contains(sign, whole));
    }

    [Fact]
    public void The_cameras_of_a_silo_are_all_that_it_owns_whatever_their_state()
    {
        CameraStatus[] cameras = [Status("a", CameraState.Running, "silo-1"), Status("b", CameraState.Faulted, "silo-1"), Status("c", CameraState.Stopped, "silo-2")];

        Assert.Equal([2, 1], CameraTotals.Owned(cameras, _pool).Silos.Select(silo => silo.Cameras));
    }

    [Fact]
    public void As_JSON_each_worker_and_silo_has_a_line_and_all_together_one()
    {
        var lines = PoolJson.Lines([Status("a", CameraState.Degraded, "silo-1")], _pool).ConvertAll(line => JsonDocument.Parse(line).RootElement);

        Assert.Equal("people/12", lines[0].GetProperty("worker").GetString());
        Assert.Equal("silo-1", lines[2].GetProperty("silo").GetString());
        Assert.Equal("cpu", lines[4].GetProperty("alert").GetProperty("rule").GetString());
        Assert.Equal("peple", lines[5].GetProperty("missing").GetString());
        Assert.Equal((450_000.0, 998.6), (lines[2].GetProperty("diskIn").GetDouble(), lines[2].GetProperty("diskOut").GetDouble()));
        var totals = lines[^1].GetProperty("totals");
        Assert.Equal(1, totals.GetProperty("degraded").GetInt32());
        Assert.Equal(TimeSpan.FromMilliseconds(456), TimeSpan.Parse(totals.GetProperty("latencyP99").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal((1, 1, 3), (totals.GetProperty("active").GetInt32(), totals.GetProperty("failed").GetInt32(), totals.GetProperty("queue").GetInt32()));
    }

    private static CameraStatus Status(string camera, CameraState state, string silo) => new(camera, state, "", _now, silo, 1, 0, null, 0, 0, 0, 0, 0);

    private static IEnumerable<string> TextElements(string text)
    {
        for (var signs = StringInfo.GetTextElementEnumerator(text); signs.MoveNext();)
        {
            yield return signs.GetTextElement();
        }
    }
}
