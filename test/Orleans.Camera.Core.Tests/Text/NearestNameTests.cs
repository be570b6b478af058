using Orleans.Camera.Core.Text;

namespace Orleans.Camera.Core.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("flaw", "lawn", 2)]
    public void The_distance_is_the_number_of_changes(string one, string other, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(one, other));
        Assert.Equal(expected, NearestName.Distance(other, one));
    }

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_near() =>
        Assert.Equal("", NearestName.Hint("something-else-altogether", ["yolox-nano"]));
}
