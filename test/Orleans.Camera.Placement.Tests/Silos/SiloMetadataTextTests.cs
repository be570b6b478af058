using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Tests.Silos;

public class SiloMetadataTextTests
{
    private static readonly Gen<string> _text = Gen.Elements("", "a", "NVIDIA H100 80GB HBM3", " ", ",", "a,b c;d=e", "%2C", "é\n世", "𝄞", "\0", "motion");
    private static readonly Gen<long?> _number = Gen.Elements<long?>(null, 0, 1, 85_520_809_984, long.MaxValue);

    private static readonly Gen<SiloCapabilities> _capabilities =
        from devices in Maybe(from id in _text from kind in Gen.Elements(Enum.GetValues<DeviceKind>()) from name in _text from memory in _number from shares in Gen.Elements(false, true) select new SiloDevice(id, kind, name, memory, kind == DeviceKind.Gpu && shares))
        from models in Maybe(from name in _text from hash in _text from cpu in Gen.Elements(false, true) from requires in _text select new SiloModel(name, hash, cpu, requires))
        from named in Maybe(_text.Where(name => name.Length > 0))
        from roles in Maybe(_text.Where(role => role.Length > 0))
        from region in Gen.OneOf(Gen.Constant<string?>(null), _text.Select(text => (string?)text))
        from version in Gen.OneOf(Gen.Constant<string?>(null), _text.Select(text => (string?)text))
        from cpus in Gen.Elements<double?>(null, 0.1, 1.5, 1 / 3.0, 64)
        from memory in _number
        from cameras in Gen.Elements<int?>(null, 0, 40, int.MaxValue)
        from slots in Gen.Elements<int?>(null, 0, 3)
        select new SiloCapabilities
        {
            Devices = devices,
            Models = models,
            Roles = roles,
            Region = region,
            Named = named,
            Version = version,
            Limits = new SiloLimits(cpus, memory, cameras, slots),
        };

    [Fact]
    public void What_is_written_is_read_whatever_the_names_are() => Prop.ForAll(Arb.From(_capabilities), sent =>
    {
        var back = SiloMetadataText.Read(SiloMetadataText.Write(sent));

        Assert.Equal(sent.Devices, back.Devices);
        Assert.Equal(sent.Models, back.Models);
        Assert.Equal(sent.Roles, back.Roles);
        Assert.Equal(sent.Named, back.Named);
        Assert.Equal((sent.Region, sent.Version, sent.Limits), (back.Region, back.Version, back.Limits));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void No_metadata_is_unknown_and_not_without_a_GPU()
    {
        var nothing = SiloMetadataText.Read(new Dictionary<string, string>());

        Assert.Equal(SiloCapabilities.Unknown, nothing);
        Assert.Null(nothing.Devices);
        Assert.Empty(SiloMetadataText.Read(new Dictionary<string, string> { ["camera.devices"] = "", ["camera.models"] = "" }).Devices!);
    }

    [Fact]
    public void A_silo_of_a_later_version_is_understood_as_far_as_can_be()
    {
        var later = SiloMetadataText.Read(new Dictionary<string, string>
        {
            ["camera.devices"] = "cpu cpu 1000 ,npu0 npu 5 Hailo,gpu0 gpu 8000 T4 cuda 12.4,gpu1",
            ["camera.cpus"] = "many",
            ["camera.memory"] = "-5",
            ["camera.most-cameras"] = "99999999999",
            ["camera.tokens"] = "x",
            ["other"] = "y",
        });

        Assert.Equal([new SiloDevice("cpu", DeviceKind.Cpu, "", 1000), new SiloDevice("gpu0", DeviceKind.Gpu, "T4", 8000)], later.Devices);
        Assert.Equal(new SiloLimits(), later.Limits);
    }

    [Fact]
    public void Any_text_can_be_read() => Prop.ForAll<string[]>(texts =>
    {
        var keys = SiloMetadataText.Write(new SiloCapabilities
        {
            Devices = [], Models = [], Roles = [], Named = [], Region = "", Version = "", Limits = new SiloLimits(1, 1, 1, 1),
        }).Keys;
        var metadata = keys.Zip(texts).ToDictionary(pair => pair.First, pair => pair.Second ?? "", StringComparer.Ordinal);

        Assert.True(SiloMetadataText.Read(metadata).Limits is { Cpus: null or > 0, Memory: null or >= 0 });
    }).QuickCheckThrowOnFailure();

    private static Gen<IReadOnlyList<T>?> Maybe<T>(Gen<T> item) =>
        Gen.OneOf(Gen.Constant<IReadOnlyList<T>?>(null), item.ListOf().Select(items => (IReadOnlyList<T>?)items.ToList()));
}
