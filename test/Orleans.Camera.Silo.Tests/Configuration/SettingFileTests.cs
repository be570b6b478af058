using System.Collections;
using System.Text.Json.Nodes;
using Orleans.Camera.Silo.Cameras;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Tests.Configuration;

/// <summary>Program, schema, table and files say the same of every key.</summary>
public sealed class SettingFileTests
{
    [Fact]
    public void The_README_has_one_row_for_every_key_and_no_other()
    {
        var rows = File.ReadLines(Repository.File("silo-config/README.md")).SkipWhile(line => !line.StartsWith("| key |", StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(SettingDocuments.Rows, rows);
    }

    [Fact]
    public void The_schema_says_what_the_program_checks() =>
        Assert.Equal(SettingDocuments.Schema, File.ReadAllText(Repository.File("silo-config/schema/silo.schema.json")));

    [Fact]
    public void The_file_of_defaults_has_every_key_with_its_default()
    {
        var camera = JsonNode.Parse(File.ReadAllText(Repository.File("silo-config/silo.json")))!["Camera"]!;

        Assert.All(SettingTable.All, setting =>
        {
            var value = setting.Path.Split(':').Aggregate<string, JsonNode?>(camera, (node, key) => node?[key]);
            Assert.True(JsonNode.DeepEquals(SettingDocuments.Default(setting), value), $"{setting.Path} is {value?.ToJsonString()}");
        });
    }

    [Theory]
    [InlineData("silo.json")]
    [InlineData("silo.gpu.json")]
    [InlineData("silo.edge.json")]
    [InlineData("silo.gateway.json")]
    public void Every_file_can_be_used(string name)
    {
        var files = new[] { "silo.json", name }.Select(file => ConfigurationText.OfFile(Repository.File($"silo-config/{file}")));

        Assert.NotEmpty(SiloSettings.Read(files, new Hashtable()).Roles);
    }

    [Fact]
    public void The_cameras_can_be_used_and_their_schema_has_the_keys_that_are_read()
    {
        Assert.NotEmpty(CamerasFile.Read(Repository.File("silo-config/cameras.json")));

        var schema = JsonNode.Parse(File.ReadAllText(Repository.File("silo-config/schema/cameras.schema.json")))!;
        var keys = schema["properties"]!["cameras"]!["items"]!["properties"]!.AsObject().Select(key => key.Key);
        Assert.Equal(CamerasFile.Keys, keys);
    }
}
