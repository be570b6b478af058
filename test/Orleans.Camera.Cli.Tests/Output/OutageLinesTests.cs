using Microsoft.Extensions.Logging;
using Orleans.Camera.Cli.Output;

namespace Orleans.Camera.Cli.Tests.Output;

public class OutageLinesTests
{
    private const int Opened = 2001;
    private const int Lost = 2002;
    private const int Restored = 2003;

    [Fact]
    public void One_line_tells_that_a_source_is_lost_and_one_that_it_is_back()
    {
        using var error = new StringWriter();
        using var console = new CommandConsole(Stream.Null, error, TimeProvider.System);
        var lines = new OutageLines(console);
        foreach (var id in new[] { Opened, Lost, Lost, Lost, Restored, Lost, Restored })
        {
            var line = $"rtsp://cam: event {id}\u001b[2J";
            lines.Log(id == Opened ? LogLevel.Information : LogLevel.Warning, id, line, null, (state, _) => state);
        }

        Assert.Equal(
            string.Concat(new[] { Lost, Restored, Lost, Restored }.Select(id => $"camera: rtsp://cam: event {id} [2J{Environment.NewLine}")), error.ToString());
    }
}
