using System.Text;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Watching;
using Spectre.Console;

namespace Orleans.Camera.Cli.Tests.Output;

public sealed class CameraTableTests
{
    private const string Reason = "rtsp://127.0.0.1:8554/north: nobody listens there; check host and port, and that the camera is on.";
    private static readonly DateTimeOffset _since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void In_80_columns_no_word_of_a_camera_is_broken_and_its_reason_is_one_line_below()
    {
        Assert.Equal(
            """
            ╭────────┬──────────────┬────────┬──────┬─────────┬────────────────╮
            │ camera │ state        │ silo   │ fps  │ picture │ since          │
            ├────────┼──────────────┼────────┼──────┼─────────┼────────────────┤
            │ door   │ running      │ silo-1 │ 12.5 │  12,345 │ 01-02 03:04:05 │
            │ north  │ reconnecting │ silo-2 │  0.0 │       0 │ 01-02 03:04:05 │
            ╰────────┴──────────────┴────────┴──────┴─────────┴────────────────╯
            north: rtsp://127.0.0.1:8554/north: nobody listens there; check host and port, and that the camera is on.

            """,
            Shown(
            [
                Status("door", CameraState.Running, "") with { Silo = "silo-1", ProcessFps = 12.5, Frame = 12_345 },
                Status("north", CameraState.Reconnecting, Reason),
            ]));
    }

    [Theory]
    [InlineData("a-very-long-name-of-a-camera-at-the-northern-entrance-of-hall-17b")]
    [InlineData("北側の入口にあるカメラの名前はとても長いので表に入りきらない第十七番")]
    [InlineData("Kamera-Süd-門")]
    [InlineData("[red]door[/]")]
    public void Whatever_a_camera_is_called_the_table_stays_within_80_columns(string name)
    {
        var status = Status(name, CameraState.Reconnecting, "it \u001b[2J does\r\nnot answer") with { Frame = 123_456_789, ProcessFps = 123.4 };
        var book = new CountBook(name) { Status = status };
        book.Begin(new CameraCounts(name, 1, [new CountTotal(name, "person", 123_456, 7)]));
        string[] drawn = [Shown([status]), Text(console => Tables.Write(console, WatchTable.Of([book])))];

        Assert.All(drawn, text =>
        {
            Assert.DoesNotContain('\u001b', text);
            Assert.All(text[..text.IndexOf('╰')].Split('\n'), line => Assert.InRange(new Text(line).Length, 0, 80));
            Assert.All(["reconnecting", "123.4", "123,456,789"], word => Assert.Contains(word, text, StringComparison.Ordinal));
            Assert.Contains("it [2J does not answer", string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        });
        Assert.Contains("01-02 03:04:05", drawn[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_tells_why_below_its_table_and_says_nothing_where_all_is_well()
    {
        var (well, ill) = (new CountBook("door") { Status = Status("door", CameraState.Running, "") }, new CountBook("north") { Status = Status("north", CameraState.Faulted, Reason) });

        var lines = Text(console => Tables.Write(console, WatchTable.Of([well, ill]))).TrimEnd('\n').Split('\n');

        var end = Array.FindIndex(lines, line => line.StartsWith('╰'));
        Assert.Equal($"north: {Reason}", string.Join(' ', lines[(end + 1)..].Select(line => line.Trim())));
    }

    private static CameraStatus Status(string camera, CameraState state, string reason) => new(camera, state, reason, _since, "silo-2", 1, 0, null, 0, 0, 0, 0, 0);

    private static string Shown(CameraStatus[] cameras) => Text(console =>
    {
        Tables.Write(console, CameraTable.Of(cameras));
        CameraTable.Reasons(console, cameras);
    });

    private static string Text(Action<CommandConsole> write)
    {
        using var output = new MemoryStream();
        using var console = new CommandConsole(output, TextWriter.Null, TimeProvider.System) { Width = 80 };
        write(console);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
