using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;
    private readonly TemporaryModel _model = TemporaryModel.Of(KnownObject.Encode(ModelLayout.Yolox, KnownObject.Three));
    private readonly ModelStore _store;

    public ModelStoreTests() =>
        _store = new ModelStore(new ModelStoreOptions { Folder = Path.Combine(_folder, "store"), Trial = TemporaryModel.OnCpu });

    [Fact]
    public void An_added_model_is_stored_with_what_was_recognised()
    {
        var added = _store.Add(_model.Path);

        var found = _store.Resolve("tiny");
        Assert.Equal(ModelLayout.Yolox, added.Layout);
        Assert.Equal(ModelLayout.Yolox, found.Manifest!.Layout);
        Assert.Equal(ColourOrder.Bgr, found.Manifest.Input!.Colour);
        Assert.Equal(KnownObject.Classes, found.Manifest.Labels.Count);
        Assert.Equal(File.ReadAllBytes(_model.Path), File.ReadAllBytes(found.File));
        Assert.Equal(["tiny.json", "tiny.onnx"], Directory.GetFiles(_store.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_stored_model_opens_and_one_that_was_changed_does_not()
    {
        _store.Add(_model.Path);
        var reference = _store.Resolve("tiny");
        Vision.Detectors.OnnxDetectors.Open(reference, TemporaryModel.OnCpu).Dispose();

        var bytes = File.ReadAllBytes(reference.File);
        bytes[^1] ^= 1;
        File.WriteAllBytes(reference.File, bytes);

        var fault = Assert.Throws<ModelException>(() => Vision.Detectors.OnnxDetectors.Open(reference, TemporaryModel.OnCpu));
        Assert.Contains("changed or is damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_model_leaves_nothing_behind()
    {
        var text = Path.Combine(_folder, "text.onnx");
        File.WriteAllText(text, "this is no model");

        Assert.Throws<ModelException>(() => _store.Add(text));

        Assert.False(Directory.Exists(_store.Folder));
    }

    [Fact]
    public void A_manifest_beside_the_file_is_heeded()
    {
        File.WriteAllText(Path.ChangeExtension(_model.Path, ".json"), """{ "name": "named", "labels": ["a", "b", "c", "d", "e", "f", "g"] }""");

        var added = _store.Add(_model.Path);

        Assert.Equal("named", added.Name);
        Assert.Equal("g", _store.Resolve("named").Manifest!.Labels[6]);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        _store.Add(_model.Path);

        Assert.Contains("already", Assert.Throws<ModelException>(() => _store.Add(_model.Path)).Message, StringComparison.Ordinal);
        Assert.Equal("other", _store.Add(_model.Path, name: "other").Name);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("Has Spaces")]
    [InlineData(".hidden")]
    public void A_name_that_could_leave_the_folder_is_refused(string name)
    {
        Assert.Throws<ModelException>(() => _store.Add(_model.Path, name: name));
        Assert.Throws<ModelException>(() => _store.Remove(name));
    }

    [Fact]
    public void The_list_shows_stored_damaged_and_known_models()
    {
        _store.Add(_model.Path);
        _store.Add(_model.Path, name: "cut");
        File.WriteAllText(Path.Combine(_store.Folder, "broken.json"), "{");
        File.WriteAllBytes(Path.Combine(_store.Folder, "cut.onnx"), [1, 2, 3]);

        var list = _store.List().ToDictionary(entry => entry.Name, StringComparer.Ordinal);

        Assert.Equal((true, null), (list["tiny"].IsStored, list["tiny"].Fault));
        Assert.Contains("no valid JSON", list["broken"].Fault, StringComparison.Ordinal);
        Assert.Contains("damaged", list["cut"].Fault, StringComparison.Ordinal);
        Assert.False(list["yolox-nano"].IsStored);
    }

    [Fact]
    public void A_removed_model_is_gone()
    {
        _store.Add(_model.Path);

        _store.Remove("tiny");

        Assert.Empty(Directory.GetFiles(_store.Folder));
        Assert.Throws<ModelException>(() => _store.Remove("tiny"));
    }

    [Fact]
    public void A_file_or_a_manifest_serves_in_place_of_a_name()
    {
        var manifest = Path.Combine(Path.GetDirectoryName(_model.Path)!, "other.json");
        File.WriteAllText(manifest, """{ "name": "beside", "file": "tiny.onnx" }""");

        Assert.Equal(("tiny.onnx", null), (_store.Resolve(_model.Path).Name, _store.Resolve(_model.Path).Manifest));
        Assert.Equal(("beside", _model.Path), (_store.Resolve(manifest).Name, _store.Resolve(manifest).File));
    }

    [Theory]
    [InlineData("yolox-nano", "./camera model pull yolox-nano")]
    [InlineData("yolox-nanp", "did you mean 'yolox-nano'?")]
    [InlineData("/nowhere/at-all.onnx", "./camera model list")]
    public void What_cannot_be_found_is_answered_with_the_next_step(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelException>(() => _store.Resolve(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var store = new ModelStore(new ModelStoreOptions { Folder = Path.Combine(file, "below"), Trial = TemporaryModel.OnCpu });

        Assert.Contains("CAMERA_MODELS", Assert.Throws<ModelException>(() => store.Add(_model.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
