using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Tests.Silos;

public class ModelAgreementTests
{
    private static readonly string _a = new('a', 64);
    private static readonly string _b = new('b', 64);

    [Fact]
    public void A_model_that_is_the_same_everywhere_or_where_it_is_has_no_fault() =>
        Assert.Null(ModelAgreement.FindFault("nano", [Silo("one", ("nano", _a)), Silo("two", ("nano", _a), ("large", _b)), Silo("three")]));

    [Fact]
    public void A_model_that_differs_is_told_with_every_silo()
    {
        var fault = ModelAgreement.FindFault("nano", [Silo("two", ("nano", _b)), Silo("one", ("nano", _a)), Silo("three", ("nano", _b))]);

        Assert.Contains("aaaaaaaaaaaa... on one; bbbbbbbbbbbb... on three, two", fault, StringComparison.Ordinal);
        Assert.Contains("./camera model remove nano", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_lies_nowhere_is_told_unless_a_silo_has_not_said_what_it_has()
    {
        Assert.Contains("lies on no silo (one, two)", ModelAgreement.FindFault("nano", [Silo("one"), Silo("two", ("large", _a))]), StringComparison.Ordinal);
        Assert.Null(ModelAgreement.FindFault("nano", [Silo("one"), new("two", SiloCapabilities.Unknown)]));
    }

    private static KeyValuePair<string, SiloCapabilities> Silo(string name, params (string Name, string Sha256)[] models) =>
        new(name, new SiloCapabilities { Models = [.. models.Select(model => new SiloModel(model.Name, model.Sha256))] });
}
