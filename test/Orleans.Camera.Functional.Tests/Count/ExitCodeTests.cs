using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Count;

public sealed class ExitCodeTests
{
    private const string Canary = "canary-7f3a";

    public static TheoryData<int, string[], string> Faults => new()
    {
        { 2, ["count"], "SOURCE" },
        { 2, ["count", "-i"], "-i" },
        { 2, ["count", "a.mp4", "--line", "l=0,0,0,0"], "--line l" },
        { 2, ["count", "a.mp4", "--line", "l=0,NaN,1,1"], "NaN" },
        { 2, ["count", "a.mp4", "--zone", "z=0,0,1,1,1,0,0,1"], "itself" },
        { 2, ["nonsense"], "nonsense" },
        { 3, ["count", "missing.mp4"], "missing.mp4" },
        { 3, ["count", "text.mp4"], "text.mp4" },
        { 3, ["count", "empty.mp4"], "empty.mp4" },
        { 3, ["count", "folder"], "folder" },
        { 3, ["count", "concat:text.mp4|text.mp4"], "text.mp4" },
        { 3, ["count", $"rtsp://user:{Canary}@127.0.0.1:1/x"], "rtsp://user:***@127.0.0.1:1/x" },
        { 3, ["count", $"http://user:{Canary}@127.0.0.1:1/x.m3u8"], "http://user:***@127.0.0.1:1/x.m3u8" },
        { 3, ["count", $"nope://user:{Canary}@host/x"], "nope" },
        { 2, ["count", "a.mp4", $"rtsp://user:{Canary}@host/x"], "***" },
        { 2, ["count", "a.mp4", "--detector", $"rtsp://user:{Canary}/@ @host/x"], "--detector" },
        { 3, ["count", "--detections", "text.mp4", "--size", "9x9", "--fps", "5"], "text.mp4" },
        { 3, ["count", "--detections", "boxes.txt", "--size", "9x9", "--fps", "5", "--tracks", "none/t.txt"], "none/t.txt" },
        { 4, ["count", "text.mp4", "--model", "no-such-model"], "no-such-model" },
        { 4, ["model", "add", "text.mp4"], "text" },
        { 4, ["model", "remove", "no-such-model"], "no-such-model" },
        { 4, ["model", "pull", "no-such-model"], "no-such-model" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_is_one_line_on_standard_error_and_its_own_exit_code(int code, string[] args, string named)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["text.mp4"], "This is no video.\n");
        await File.WriteAllTextAsync(folder["empty.mp4"], string.Empty);
        await File.WriteAllTextAsync(folder["boxes.txt"], "1,-1,1,1,2,2,1\n");
        Directory.CreateDirectory(folder["folder"]);

        var run = await ProgramRun.OfAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "camera.dll"), .. args], start =>
        {
            start.WorkingDirectory = folder.FullName;
            start.Environment["CAMERA_MODELS"] = folder["models"];
        });

        Assert.Equal(code, run.ExitCode);
        Assert.Empty(run.Output);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line);
        Assert.DoesNotContain(Canary, line);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_counted_to_its_last_whole_picture()
    {
        using var folder = new TemporaryFolder();
        var whole = await ProgramRun.OfAsync(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=6", "-c:v", "libx264", "-g", "10", "-movflags", "+faststart", folder["a.mp4"]]);
        Assert.Equal(0, whole.ExitCode);
        var bytes = await File.ReadAllBytesAsync(folder["a.mp4"]);
        await File.WriteAllBytesAsync(folder["cut.mp4"], bytes[..(bytes.Length * 2 / 3)]);

        var run = await CameraProcess.RunAsync("count", folder["cut.mp4"], "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("cut.mp4", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        var records = CountRecords.Parse(run.Lines);
        Assert.NotEmpty(records.Gaps);
        Assert.InRange(records.Summary.GetProperty("frames").GetInt64(), 10, 59);
    }

    [Fact]
    public async Task The_doctor_finds_what_counting_needs()
    {
        var run = await CameraProcess.RunAsync("doctor");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.All((string[])[".NET SDK", "FFmpeg", "ONNX Runtime", "CPU", "Memory", "GPU", "Engine", "Models", "Database"], what => Assert.Contains(what, run.Text));
    }
}
