using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Grains.Workers;

namespace Orleans.Camera.Grains.Tests.Workers;

public sealed class AnswerCheckTests
{
    [Theory]
    [InlineData(0.1f, 0.1f, 0.2f, 0.2f, 0, 0.9f, null)]
    [InlineData(-0.1f, 0.9f, 0.2f, 1.1f, 1, 1, null)] // reaches over the edge, as boxes do
    [InlineData(float.NaN, 0, 1, 1, 0, 0.9f, "no number")]
    [InlineData(0, 0, float.PositiveInfinity, 1, 0, 0.9f, "no number")]
    [InlineData(0, 0, 1, 1, 0, float.NaN, "no number")]
    [InlineData(0, 0, 1, 1, 0, 1.5f, "no number")]
    [InlineData(1.5f, 0, 2, 1, 0, 0.9f, "outside the picture")]
    [InlineData(0, -2, 1, -1, 0, 0.9f, "outside the picture")]
    [InlineData(0, 0, 1, 1, 2, 0.9f, "label")]
    [InlineData(0, 0, 1, 1, -1, 0.9f, "label")]
    public void A_box_that_cannot_be_is_told(float left, float top, float right, float bottom, int label, float score, string? expected)
    {
        var fault = AnswerCheck.FaultOf([new Detection(new Box(left, top, right, bottom), label, score)], labels: 2);

        if (expected is null)
        {
            Assert.Null(fault);
            return;
        }

        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_million_boxes_are_told_in_no_time_and_never_travel()
    {
        var found = Enumerable.Repeat(new Detection(new Box(0, 0, 1, 1), 0, 0.5f), 10_000_000).ToList();

        Assert.Contains("10000000 boxes", AnswerCheck.FaultOf(found, labels: 1), StringComparison.Ordinal);
        Assert.Null(AnswerCheck.FaultOf(found.GetRange(0, AnswerCheck.MostBoxes), labels: 1));
    }
}
