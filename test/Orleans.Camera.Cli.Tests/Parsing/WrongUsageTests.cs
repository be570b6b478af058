namespace Orleans.Camera.Cli.Tests.Parsing;

public sealed class WrongUsageTests
{
    /// <summary>The command line, and what the one line on standard error must name: the option, the value, what is allowed.</summary>
    public static TheoryData<string[], string[]> Faults => new()
    {
        { ["count"], ["SOURCE"] },
        { ["count", "-i"], ["-i", "./-i"] },
        { ["count", "-"  + "-nope"], ["--nope"] },
        { ["count", ""], ["SOURCE"] },
        { ["count", "a", "b"], ["b"] },
        { ["count", "a", "--line"], ["--line"] },
        { ["count", "a", "--line", "0,0,1,1"], ["--line", "0,0,1,1", "NAME=x1,y1,x2,y2"] },
        { ["count", "a", "--line", "=0,0,1,1"], ["--line", "NAME"] },
        { ["count", "a", "--line", "l=0,0,1"], ["--line", "l", "3", "4"] },
        { ["count", "a", "--line", "l=0,0,1,1.01"], ["--line", "l", "1.01", "0 to 1"] },
        { ["count", "a", "--line", "l=0,-0.1,1,1"], ["--line", "-0.1", "0 to 1"] },
        { ["count", "a", "--line", "l=0,NaN,1,1"], ["--line", "NaN", "0 to 1"] },
        { ["count", "a", "--line", "l=0,Infinity,1,1"], ["--line", "Infinity", "0 to 1"] },
        { ["count", "a", "--line", "l=0,,1,1"], ["--line", "''", "0 to 1"] },
        { ["count", "a", "--line", "l=0.5,0.5,0.5,0.5"], ["--line", "l", "0.5,0.5", "two different ends"] },
        { ["count", "a", "--line", "l=0,0,1,1", "--line", "l=0,0,1,0"], ["--line", "l", "twice"] },
        { ["count", "a", "--zone", "z=0,0,1,1"], ["--zone", "z", "4", "3"] },
        { ["count", "a", "--zone", "z=0,0,1,1,0"], ["--zone", "z", "5"] },
        { ["count", "a", "--zone", "z=0,0,1,1,1,0,0,1"], ["--zone", "z", "itself", "1", "3"] },
        { ["count", "a", "--zone", "z=0,0,1,0,1,0,0,1"], ["--zone", "z", "itself"] },
        { ["count", "a", "--zone", "z=0,0,0.5,0.5,1,1"], ["--zone", "z", "itself"] },
        { ["count", "a", "--zone", "z=0,0,1,0,1,1,0.5,0,0,1"], ["--zone", "z", "itself"] },
        { ["count", "a", "--detector", "magic"], ["--detector", "magic", "motion, onnx"] },
        { ["count", "a", "--detector", "motion", "--model", "m"], ["--model", "m", "--detector onnx"] },
        { ["count", "a", "--model", ""], ["--model"] },
        { ["count", "a", "--anchor", "top"], ["--anchor", "top", "center, bottom-center"] },
        { ["count", "a", "--labels", "person,,car"], ["--labels", "person,,car"] },
        { ["count", "a", "--process-fps", "0"], ["--process-fps", "0", "1000"] },
        { ["count", "a", "--process-fps", "NaN"], ["--process-fps", "NaN", "1000"] },
        { ["count", "a", "--process-fps", "fast"], ["--process-fps", "fast"] },
        { ["count", "a", "--start", "0"], ["--start", "0", "from 1"] },
        { ["count", "a", "--rtsp-transport", "pigeon"], ["--rtsp-transport", "pigeon", "tcp, udp"] },
        { ["count", "a", "--annotate", "a.avi"], ["--annotate", "a.avi", ".mp4"] },
        { ["count", "a", "--snapshot", "a.jpg"], ["--snapshot", "a.jpg", ".png"] },
        { ["count", "a.mp4", "--annotate", "./a.mp4"], ["a.mp4", "twice"] },
        { ["count", "a", "--json", "--tracks", "t", "--snapshot", "s.png", "--tracks", "u"], ["--tracks"] },
        { ["count", "--detections", "d"], ["--detections", "--size", "--fps"] },
        { ["count", "--detections", "d", "--size", "10x"], ["--size", "10x", "WIDTHxHEIGHT"] },
        { ["count", "--detections", "d", "--size", "20000x10", "--fps", "5"], ["--size", "20000x10", "16384"] },
        { ["count", "--detections", "d", "--size", "10x10"], ["--size", "--fps"] },
        { ["count", "--detections", "d", "--fps", "3"], ["--fps", "--size"] },
        { ["count", "a", "--size", "10x10", "--fps", "5"], ["--size", "SOURCE"] },
        { ["count", "a.mp4", "--fps", "5"], ["--fps", "folder"] },
        { ["count", "a", "--process-fps", "0.05"], ["--process-fps", "0.05", "0.1 to 1000"] },
        { ["count", "a", "--detections", "d", "--detector", "motion"], ["--detections", "--detector"] },
        { ["count", "--detections", "d", "--size", "9x9", "--fps", "5", "--annotate", "o.mp4"], ["--annotate", "SOURCE"] },
        { [], ["camera --help"] },
        { ["cuont", "a"], ["cuont"] },
        { ["model"], ["camera model --help"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Wrong_usage_is_one_line_that_names_what_is_wrong(string[] args, string[] named)
    {
        var run = await Invocation.OfAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("camera: ", line);
        Assert.All(named, word => Assert.Contains(word, line));
    }

    [Fact]
    public async Task Terminal_escapes_and_line_breaks_in_a_name_do_not_reach_the_terminal()
    {
        var run = await Invocation.OfAsync("count", "a", "--line", "l\u001b[31m\nx=0,0");

        Assert.DoesNotContain('\u001b', run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("count", "--help")]
    [InlineData("--help")]
    [InlineData("model", "--help")]
    public async Task Help_is_no_fault(params string[] args)
    {
        var run = await Invocation.OfAsync(args);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output);
        Assert.Empty(run.Error);
    }
}
