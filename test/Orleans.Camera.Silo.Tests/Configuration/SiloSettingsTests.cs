using System.Collections;
using System.Net;
using System.Text.Json.Nodes;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Silo.Tests.Configuration;

public sealed class SiloSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_nobody_gives_has_its_default()
    {
        var settings = SiloSettings.Read([], new Hashtable());

        Assert.Equal((11111, 30000, IPAddress.Loopback), (settings.SiloPort, settings.GatewayPort, settings.Address));
        Assert.Equal(["ingest", "inference"], settings.Roles);
        Assert.Equal(TimeSpan.FromSeconds(0.8), settings.MaxProbeTimeout);
        Assert.False(settings.IsCluster);
        Assert.Equal(Path.Combine(settings.State, "camera.db"), settings.StoreFile);
    }

    [Fact]
    public void The_later_file_wins_over_the_earlier_the_environment_over_both_and_the_command_over_all()
    {
        var first = Write("first.json", """{ "Camera": { "Region": "a", "Endpoints": { "SiloPort": 1001, "GatewayPort": 1002 } } }""");
        var second = Write("second.json", """{ "camera": { "endpoints": { "siloport": 2001 } } }""");
        var environment = new Hashtable { ["CAMERA__ENDPOINTS__GATEWAYPORT"] = "3002", ["CAMERA_DEBUG"] = "1", ["CAMERA__ROLES"] = "gateway, ingest" };

        var settings = SiloSettings.Read([first, second], environment, ConfigurationText.OfCommand("command", new JsonObject { ["Region"] = "b" }));

        Assert.Equal((2001, 3002, "b"), (settings.SiloPort, settings.GatewayPort, settings.Region));
        Assert.Equal(["gateway", "ingest"], settings.Roles);
    }

    [Fact]
    public void A_path_is_taken_from_the_folder_of_the_file_that_names_it()
    {
        Directory.CreateDirectory(_folder["sub"]);
        var file = Write("sub/silo.json", """{ "Camera": { "State": "here", "Sources": { "Roots": ["../clips", "/srv"] } } }""");

        var settings = SiloSettings.Read([file], new Hashtable());

        Assert.Equal(_folder["sub/here"], settings.State);
        Assert.Equal([_folder["clips"], "/srv"], settings.SourceRoots);
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_file_key_value_and_what_is_allowed()
    {
        var file = Write("bad.json", """
            {
              "Camera": {
                "Cluster": { "Idd": "x" },
                "Endpoints": { "SiloPort": 70000, "GatewayPort": "30000", "Address": "here" },
                "Roles": ["ingest", "infernce"],
                "Devices": ["npu 8GiB Hailo"],
                "Failure": { "ProbeTimeout": 2, "Votes": 1.5 },
                "Store": { "Provider": "postgresql" },
                "Sources": { "Private": ["10.0.0.0/33"] }
              },
              "Cameras": {}
            }
            """);

        var fault = Assert.Throws<ConfigurationException>(() => SiloSettings.Read(
            [file, ConfigurationText.OfFile("/nowhere.json")], new Hashtable { ["CAMERA__LOG__LEVL"] = "debug" }));

        string[] expected =
        [
            "bad.json: Camera:Cluster:Idd is unknown (did you mean 'Cluster:Id'?)",
            "bad.json: Camera:Endpoints:SiloPort is 70000: it is a whole number from 1 to 65535",
            "bad.json: Camera:Endpoints:GatewayPort is '30000': it is a whole number from 1 to 65535",
            "Camera:Endpoints:Address is 'here': it is an IP address",
            "bad.json: Camera:Roles is ingest, infernce: it is a list of ingest, inference, gateway",
            "Camera:Devices has 'npu 8GiB Hailo': each is KIND MEMORY NAME",
            "bad.json: Camera:Failure:Votes is 1.5: it is a whole number from 1 to 10",
            "Camera:Failure:MaxProbeTimeout is 0.8: it is at least ProbeTimeout, 2",
            "Camera:Store:ConnectionString is missing: Camera:Store:Provider is postgresql",
            "Camera:Sources:Private has '10.0.0.0/33'",
            "bad.json: Cameras is unknown (did you mean 'Camera'?): everything is below Camera",
            "/nowhere.json cannot be read",
            "environment: CAMERA__LOG__LEVL is unknown (did you mean 'Log:Level'?)",
        ];
        Assert.All(expected, text => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
        Assert.Contains($"{expected.Length} faults", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_does_not_exist_and_a_thousand_slots_are_faults_that_say_what_is_allowed()
    {
        var file = Write("silo.json", """{ "Camera": { "Workers": { "Policy": "hybird", "Slots": 1000, "Lanes": 100, "Deadline": 0.01 } } }""");

        var fault = Assert.Throws<ConfigurationException>(() => SiloSettings.Read([file], new Hashtable()));

        Assert.Contains("Camera:Workers:Policy is 'hybird': it is one of round-robin, least-loaded, capability, geographic, priority, hybrid (did you mean 'hybrid'?)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Camera:Workers:Slots is 1000: it is a whole number from 1 to 64", fault.Message, StringComparison.Ordinal);
        Assert.Contains("4 faults", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_an_operator_is_told_is_read_and_cleared_in_proportion()
    {
        var file = Write("silo.json", """{ "Camera": { "Alerts": { "Cpu": 40, "Memory": 51, "Queue": 5, "LongQueue": 10, "Latency": 0.25, "Errors": 10, "WorkerFailed": 3, "CameraDark": 4, "Disk": 18 } } }""");

        var rules = SiloSettings.Read([file], new Hashtable()).Alerts.Rules.ToDictionary(rule => rule.Name);

        Assert.Equal((40, 35), (rules["cpu"].Raise, rules["cpu"].Clear));
        Assert.Equal((51, 48), (rules["memory"].Raise, rules["memory"].Clear));
        Assert.Equal((5, 10, 250, 10, 18), (rules["queue"].Raise, rules["queue-long"].Raise, rules["latency"].Raise, rules["error-rate"].Raise, rules["disk"].Raise));
        Assert.Equal((3, 4), (rules["worker-failed"].Lasts.TotalSeconds, rules["camera-dark"].Lasts.TotalSeconds));
        Assert.All(rules.Values, rule => Assert.Null(rule.Fault()));
    }

    [Fact]
    public void The_limits_of_alerts_are_80_85_50_100_and_500_ms_where_nobody_says_otherwise()
    {
        var rules = SiloSettings.Read([], new Hashtable()).Alerts.Rules.ToDictionary(rule => rule.Name, rule => rule.Raise);

        Assert.Equal((80, 85, 50, 100, 500), (rules["cpu"], rules["memory"], rules["queue"], rules["queue-long"], rules["latency"]));
        var wrong = Write("silo.json", """{ "Camera": { "Alerts": { "Queue": 50, "LongQueue": 49 } } }""");
        Assert.Contains("LongQueue is 49: it is at least Queue, 50", Assert.Throws<ConfigurationException>(() => SiloSettings.Read([wrong], new Hashtable())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_pictures_go_to_workers_is_read()
    {
        var file = Write("silo.json", """{ "Camera": { "Workers": { "Policy": "priority", "Slots": 3, "Lanes": 2, "Deadline": 0.5, "InFlightMiB": 2, "Waiting": 9 } } }""");

        var workers = SiloSettings.Read([file], new Hashtable()).Workers;

        Assert.Equal(("priority", 3, 2, 0.5, 2L << 20, 9), (workers.Policy, workers.MostSlots, workers.Lanes, workers.Deadline.TotalSeconds, workers.BytesInFlight, workers.MostWaiting));
        Assert.InRange(SiloSettings.Read([], new Hashtable()).Workers.Lanes, 1, 8);
    }

    [Fact]
    public void A_connection_string_is_shown_to_nobody()
    {
        var file = Write("silo.json", """{ "Camera": { "Store": { "ConnectionString": ["Password=canary"] } } }""");

        var fault = Assert.Throws<ConfigurationException>(() => SiloSettings.Read([file], new Hashtable()));

        Assert.DoesNotContain("canary", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Store:ConnectionString is not usable", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_GPU_of_which_no_driver_tells_comes_by_configuration()
    {
        var file = Write("silo.json", """{ "Camera": { "Devices": ["shared-gpu 8GiB Orin Nano", "gpu 512MiB Card"] } }""");

        var devices = SiloSettings.Read([file], new Hashtable()).Devices;

        Assert.Equal([("gpu0", "Orin Nano", 8L << 30, true), ("gpu1", "Card", 512L << 20, false)], devices.Select(device => (device.Id, device.Name, device.Memory!.Value, device.SharesMemory)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"Camera\": 3}")]
    [InlineData("{\"Camera\": {\"Store\": 3}}")]
    [InlineData("{\"Camera\": {\"Roles\": [null]}}")]
    [InlineData("{\"Camera\": {\"Region\": null}}")]
    public void Nonsense_is_a_fault_and_no_crash(string text) =>
        Assert.Throws<ConfigurationException>(() => SiloSettings.Read([Write("nonsense.json", text)], new Hashtable()));

    public void Dispose() => _folder.Dispose();

    private ConfigurationText Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return ConfigurationText.OfFile(_folder[name]);
    }
}
