using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class ChildTests
{
    [Fact]
    public async Task A_child_does_not_outlive_a_parent_that_is_killed()
    {
        using var server = await RtspServer.StartAsync();
        using var parent = Start(server.Url());
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync())!);

        Signals.Kill(parent.Id);

        Assert.True(Signals.WaitForEnd(child, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Standard_input_is_read_to_its_end()
    {
        using var parent = Start("-");
        await using (var clip = File.OpenRead(Clips.Get("stream.ts", ["-i", Clips.H264(), "-c", "copy"])))
        {
            await clip.CopyToAsync(parent.StandardInput.BaseStream);
        }

        parent.StandardInput.Close();

        Assert.NotNull(await parent.StandardOutput.ReadLineAsync());
        Assert.Equal("100", await parent.StandardOutput.ReadLineAsync());
    }

    [Fact]
    public async Task A_file_whose_child_is_killed_again_and_again_loses_nothing_and_doubles_nothing()
    {
        var clip = Clips.H264(pictures: 400, size: "640x480");
        var whole = await Reading.OfAsync(clip);
        await using var source = (FfmpegFrameSource)FrameSources.Create(SourceAddress.Parse(clip), new(), NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        var numbers = new List<(long, TimeSpan)>();
        var kills = 0;
        while (await source.ReadAsync(CancellationToken.None) is { IsEnd: false } read)
        {
            using var frame = read.Frame!;
            numbers.Add((frame.Number, frame.Pts));
            if (frame.Number is 5 or 120 or 250 && source.ChildId is { } child)
            {
                Signals.Kill(child);
                kills++;
            }
        }

        Assert.Equal(3, kills);
        Assert.Equal(whole.Pictures.Select(picture => (picture.Number, picture.Pts)), numbers);
    }

    [Fact]
    public async Task A_child_that_always_dies_ends_the_file_with_a_fault()
    {
        var killer = Script("kill -9 $$");

        var fault = await Reading.FaultOfAsync(Clips.H264(), new() { Ffmpeg = killer });

        Assert.Contains("killed (signal 9)", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_dies_at_the_same_picture_every_time_is_given_up()
    {
        // Twenty pictures of 160x120 and some bytes, whatever comes after.
        var killer = Script("ffmpeg \"$@\" | head -c 400000\nkill -9 $$");

        var reading = await Reading.OfAsync(Clips.H264(), new() { Ffmpeg = killer });

        Assert.Equal(reading.Pictures.Count, reading.Pictures.Select(picture => picture.Number).Distinct().Count());
        Assert.True(reading.Fault is null || reading.Fault.Message.Contains("again and again", StringComparison.Ordinal), reading.Fault?.Message);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named() =>
        Assert.Contains("ffmpeg", await Reading.FaultOfAsync(Clips.H264(), new() { Ffmpeg = "/no/such/ffmpeg" }), StringComparison.Ordinal);

    [Fact]
    public async Task Disposing_ends_the_child_at_once_also_while_nobody_reads()
    {
        var source = (FfmpegFrameSource)FrameSources.Create(SourceAddress.Parse(Clips.H264(pictures: 400, size: "640x480")), new(), NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        var child = source.ChildId!.Value;

        await source.DisposeAsync();

        Assert.True(Signals.WaitForEnd(child, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_decoder_lets_this_process_go_first()
    {
        await using var source = (FfmpegFrameSource)FrameSources.Create(SourceAddress.Parse(Clips.H264(pictures: 400, size: "640x480")), new(), NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);

        Assert.InRange(NicenessOf(source.ChildId!.Value), Math.Min(19, NicenessOf(Environment.ProcessId) + 1), 19);

        // Field 19 of proc(5); the name before it, in brackets, may hold anything.
        static int NicenessOf(int process) =>
            int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[16], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Opening_can_be_cancelled()
    {
        await using var server = new ScriptedServer(Misbehaviour.MuteAsync);
        var source = FrameSources.Create(SourceAddress.Parse($"rtsp://127.0.0.1:{server.Port}/live"), new(), NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var opening = source.OpenAsync(stop.Token);
        var watch = Stopwatch.StartNew();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await source.DisposeAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Reading_before_opening_and_opening_twice_are_misuse()
    {
        await using var source = FrameSources.Create(SourceAddress.Parse(Clips.H264()), new(), NullLogger.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await source.ReadAsync(CancellationToken.None));
        await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => source.OpenAsync(CancellationToken.None));
    }

    [Fact]
    public void Options_out_of_range_are_misuse()
    {
        FrameSourceOptions[] wrong =
        [
            new() { ProcessFps = 0 }, new() { ProcessFps = double.NaN }, new() { ProcessFps = 1001 }, new() { StartAt = 0 },
            new() { BufferedPictures = 0 }, new() { OpenTimeout = TimeSpan.Zero }, new() { FolderFps = -1 },
            new() { LongestRetry = TimeSpan.FromMilliseconds(1) },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(
            () => FrameSources.Create(SourceAddress.Parse("a.mp4"), options, NullLogger.Instance)));
        Assert.Throws<ArgumentException>(
            () => FrameSources.Create(SourceAddress.Parse("rtsp://host/live"), new() { StartAt = 2 }, NullLogger.Instance));
    }

    private static string Script(string lines)
    {
        var path = Clips.File("ffmpeg", System.Text.Encoding.ASCII.GetBytes($"#!/bin/bash\n{lines}\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static Process Start(string address) => Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, address])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;
}
