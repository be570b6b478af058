using System.Globalization;
using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Core.Tests.Text;

public class PrintableTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("Tür 3, größer als 2 µm; 入口; вход; مدخل; é e\u0301", "Tür 3, größer als 2 µm; 入口; вход; مدخل; é e\u0301")]
    [InlineData("🚗 on lane 2", "🚗 on lane 2")]
    [InlineData("a\u001b[2Jb\r\nc\td\u009be", "a [2Jb  c d e")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("lobby\u202Egpj.exe", "lobby?gpj.exe")]
    [InlineData("\u200Fa\u2066b\u2069\u200B\u00ADc\uFEFF", "?a?b???c?")]
    [InlineData("door\u3164\u115F\u2800\uFE0F", "door????")]
    [InlineData("tag\U000E0041\U000E007F", "tag??")]
    [InlineData("own \uE000\uFFFF", "own ??")]
    public void A_line_shows_all_that_is_in_it_and_steers_nothing(string text, string expected) => Assert.Equal(expected, Printable.Line(text));

    [Fact]
    public void Half_a_letter_is_shown_as_something_that_cannot_be_seen() => Assert.Equal("?half?", Printable.Line("\udc00half\ud83d"));

    [Fact]
    public void No_text_of_any_letters_brings_anything_else_and_a_line_stays_as_it_is()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x300 : 0x10000))]);
            var line = Printable.Line(text);

            Assert.Equal(line, Printable.Line(line));
            Assert.DoesNotContain(line, letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        }
    }
}
