using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Silo.Tests.Hosting;

public sealed class LogLineFormatterTests
{
    [Fact]
    public void A_message_is_one_line_with_time_level_category_and_number() =>
        Assert.Equal("2026-01-02T03:04:05.000Z info: Orleans.Camera.Test[42] Camera door is running\n", LineOf("Camera door is running", null));

    [Theory]
    [InlineData("Camera \u001b[2J\u001b]0;owned\u0007 is running")]
    [InlineData("first\nfail: Orleans.Camera.Test[1] a second one")]
    [InlineData("first\r\nsecond\u0085third\u2028fourth")]
    [InlineData("lobby\u202Egpj\u200B")]
    [InlineData("\u009b31m")]
    public void No_text_of_others_breaks_the_line_or_steers_the_terminal(string text)
    {
        foreach (var line in new[] { LineOf(text, null), LineOf("Camera door", new InvalidOperationException(text)) })
        {
            Assert.EndsWith("\n", line, StringComparison.Ordinal);
            Assert.DoesNotContain(line[..^1], char.IsControl);
            Assert.DoesNotContain(line, letter => letter is '\u202E' or '\u200B' or '\u2028');
        }
    }

    private static string LineOf(string message, Exception? exception)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(LogLevel.Information, "Orleans.Camera.Test", new EventId(42), message, exception, (state, _) => state);
        new LogLineFormatter(new ManualClock()).Write(entry, scopeProvider: null, text);
        return text.ToString();
    }
}
