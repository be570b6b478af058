using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Core.Tests.Detecting;

public class MotDetectionsTests
{
    [Theory]
    [InlineData("1,-1,64,36,128,72,0.5,-1,-1,-1\n2,-1,0,0,10,10,0.25\n")]
    [InlineData("1,-1,64,36,128,72,0.5\r\n\r\n  \r\n2,7,0,0,10,10,0.25")]
    [InlineData("1 , -1 , 64.0, 36.0,128e0,72,0.5,foo\r2,-1,0,0,10,10,0.25\r")]
    [InlineData("\uFEFF1,-1,64,36,128,72,.5\n\n\n2,-1,0,0,10,10,0.25")]
    public void Any_line_end_blank_lines_and_further_columns_are_read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var detections = MotDetections.Load(path);

            Assert.Equal(2, detections.LastFrame);
            Assert.Equal([new MotBox(1, 64, 36, 128, 72, 0.5f)], detections.Of(1).ToArray());
            Assert.Equal([new MotBox(2, 0, 0, 10, 10, 0.25f)], detections.Of(2).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Lines_ordered_by_object_are_sorted_by_picture_and_keep_their_order_within_it()
    {
        var detections = Read("1,1,1,1,1,1\n2,1,2,2,2,2\n9,1,3,3,3,3\n1,2,4,4,4,4\n2,2,5,5,5,5\n");

        Assert.Equal([1f, 4f], detections.Of(1).ToArray().Select(box => box.Left));
        Assert.Equal([2f, 5f], detections.Of(2).ToArray().Select(box => box.Left));
        Assert.Empty(detections.Of(3).ToArray());
        Assert.Empty(detections.Of(0).ToArray());
        Assert.Empty(detections.Of(long.MaxValue).ToArray());
        Assert.Equal(9, detections.LastFrame);
    }

    [Theory]
    [InlineData("1,-1,0,0,5,5", 1f)]
    [InlineData("1,-1,0,0,5,5,-1", 1f)]
    [InlineData("1,-1,0,0,5,5,0", 0f)]
    [InlineData("1,-1,0,0,5,5,-0.5", 0f)]
    [InlineData("1,-1,0,0,5,5,37.5", 1f)]
    public void A_score_that_is_missing_or_unknown_is_one_and_others_are_held_within_0_and_1(string line, float score) =>
        Assert.Equal(score, Read(line).Of(1)[0].Score);

    [Theory]
    [InlineData("1,-1,0,0,5,5,1\n1,-1,0,0,x,5,1", "det.txt, line 2, column 5 (width): 'x' is no number")]
    [InlineData("1,-1,0,0", "det.txt, line 1: 4 columns, 6 at least are needed")]
    [InlineData("0,-1,0,0,5,5,1", "det.txt, line 1, column 1 (frame): 0 is no whole number from 1")]
    [InlineData("1.5,-1,0,0,5,5,1", "column 1 (frame): 1.5 is no whole number")]
    [InlineData("\n\n1,-1,NaN,0,5,5,1", "det.txt, line 3, column 3 (left): 'NaN' is no number")]
    [InlineData("1,-1,0,Infinity,5,5,1", "column 4 (top): 'Infinity' is no number")]
    [InlineData("1,-1,0,0,5,-5,1", "column 6 (height): -5 is below 0")]
    [InlineData("1,-1,1e30,0,5,5,1", "column 3 (left)")]
    [InlineData("1,-1,0,0,5,5,\u001b[31mred", "column 7 (score): '?[31mred' is no number")]
    [InlineData("frame id left top", "det.txt, line 1, column 1 (frame): 'frame id left top' is no number")]
    public void A_line_that_makes_no_sense_is_named_with_its_column(string text, string expected)
    {
        var fault = Assert.Throws<SourceException>(() => Read(text));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var fault = Assert.Throws<SourceException>(() => Read(new string('1', 100_000)));

        Assert.Contains("line 1: longer than 4096 characters", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var fault = Assert.Throws<SourceException>(() => MotDetections.Load("/nowhere/det.txt"));

        Assert.Contains("'/nowhere/det.txt' cannot be read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_text_is_read_or_refused_with_one_line_and_nothing_else()
    {
        var random = new Random(17);
        var pieces = new[] { "1", "-1", ",", "\n", "\r\n", " ", ".", "e", "9999999999", "NaN", "x", "-", "0.5", ",,,", "\0", "\t", "é" };
        for (var run = 0; run < 100_000; run++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                var detections = Read(text);
                Assert.InRange(detections.LastFrame, 0, 1 << 24);
            }
            catch (SourceException fault)
            {
                Assert.StartsWith("det.txt, line ", fault.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', fault.Message);
            }
        }
    }

    [Fact]
    public void Every_split_of_the_text_over_reads_gives_the_same_lines()
    {
        var random = new Random(3);
        var text = string.Concat(Enumerable.Range(1, 2000).Select(n => $"{n},-1,{n % 97},2,3,4,0.5{(n % 3 == 0 ? "\r\n" : n % 3 == 1 ? "\n" : "\r")}"));

        var detections = MotDetections.Read(new DribblingReader(text, random), "det.txt");

        Assert.Equal(2000, detections.Count);
        Assert.All(Enumerable.Range(1, 2000), n => Assert.Equal(n % 97, detections.Of(n)[0].Left));
    }

    private static MotDetections Read(string text) => MotDetections.Read(new StringReader(text), "det.txt");

    private sealed class DribblingReader(string text, Random random) : TextReader
    {
        private int _position;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(count, random.Next(1, 40)), text.Length - _position);
            text.CopyTo(_position, buffer, index, length);
            _position += length;
            return length;
        }
    }
}
