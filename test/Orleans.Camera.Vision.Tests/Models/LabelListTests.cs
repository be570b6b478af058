using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Models;

public sealed class LabelListTests
{
    [Fact]
    public void Names_of_an_exporter_are_read_in_order() =>
        Assert.Equal(["person", "traffic light", "driver's seat", "a, b"], LabelList.Parse("""{0: 'person', 1: "traffic light", 2: 'driver\'s seat', 3: 'a, b'}"""));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("person, car")]
    [InlineData("{}")]
    [InlineData("{1: 'person'}")]
    [InlineData("{0: 'person', 2: 'car'}")]
    [InlineData("{0: 'person")]
    [InlineData("{0: person}")]
    public void Anything_else_is_no_list(string? text) => Assert.Empty(LabelList.Parse(text));
}
