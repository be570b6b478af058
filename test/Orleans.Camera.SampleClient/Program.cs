using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.SampleClient;

// sample-client GATEWAY-PORT CAMERA: prints what the camera has counted, then every crossing, as an observer and from the stream.
// CAMERA_TOKEN is a token made with 'camera token --role viewer'.
var (port, name) = (int.Parse(args[0]), args[1]);
var builder = Host.CreateApplicationBuilder();
builder.UseOrleansClient(client => client.UseLocalhostClustering(port, "camera", "camera").AddMemoryStreams(CameraStreams.Provider));
builder.Services.AddCameraToken(Environment.GetEnvironmentVariable("CAMERA_TOKEN") ?? throw new InvalidOperationException("Set CAMERA_TOKEN."));
builder.Logging.ClearProviders();
using var host = builder.Build();
await host.StartAsync();

var client = host.Services.GetRequiredService<IClusterClient>();
var camera = client.GetGrain<ICameraGrain>(name);
var observer = new Printer();
var reference = client.CreateObjectReference<ICameraObserver>(observer);
var stream = client.GetStreamProvider(CameraStreams.Provider).GetStream<CrossingRecord>(StreamId.Create(CameraStreams.Crossings, name));
await stream.SubscribeAsync(observer);

var counts = await camera.SubscribeAsync(reference);
Console.WriteLine($"counts {counts.Sequence} in {counts.Totals.Sum(total => total.In)} out {counts.Totals.Sum(total => total.Out)}");
using var renewal = new PeriodicTimer(TimeSpan.FromSeconds(20));
while (await renewal.WaitForNextTickAsync())
{
    await camera.SubscribeAsync(reference);
}
