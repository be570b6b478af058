using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Tests.Silos;

public class ModelAgreementTests
{
    private static readonly string _a = new('a', 64);
    private static readonly string _b = new('b', 64);

    [Fact]
    public void A_model_that_is_the_same_wherever_it_is_does_not_differ() =>
        Assert.Null(ModelAgreement.DifferenceOf([("one", _a), ("two", _a.ToUpperInvariant()), ("three", "")]));

    [Fact]
    public void A_model_that_differs_is_told_with_every_silo() => Assert.Equal(
        "sha256 aaaaaaaaaaaa... on one; bbbbbbbbbbbb... on three, two", ModelAgreement.DifferenceOf([("two", _b), ("one", _a), ("three", _b), ("four", "")]));
}
