using Orleans.Camera.Vision.Processes;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class ChildOutputTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_that_came_while_this_process_was_stopped_are_read_where_patience_is_asked_for(bool isPatient)
    {
        var time = new ManualTime();
        using var child = ChildProcess.Start("sh", ["-c", "printf abc; exec sleep 60"], ChildStreams.Output | ChildStreams.Error);
        var output = new ChildOutput(child, new FfmpegLog(SourceAddress.Parse("clip.mp4")), time);
        Assert.True(Pipes.Wait(child.Output!, second: null, milliseconds: 10_000).First);

        output.AllowFor(Limit, isPatient);
        time.Advance(60);

        if (isPatient)
        {
            Assert.Equal(3, output.Read(new byte[10]));
        }

        Assert.Throws<TimeoutException>(() => output.Read(new byte[10]));
    }
}
