using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orleans.Camera.Silo.Configuration;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>The composition root: puts a silo together from its configuration.</summary>
public static class SiloHost
{
    /// <summary>How long a silo may take to hand over its cameras.</summary>
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(5);

    /// <summary>Builds the host of a silo; it does not run yet.</summary>
    /// <param name="settings">Checked.</param>
    /// <param name="time">The clock of everything in it.</param>
    public static IHost Build(SiloSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "camera" });
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Shutdown);
        AddLogging(builder.Logging, settings);
        builder.Services.AddCameraParts(settings);
        builder.UseOrleans(silo => silo.UseSettings(settings));
        return builder.Build();
    }

    /// <summary>A rule for <c>Orleans</c> would silence <c>Orleans.Camera</c> as well, which a longer one opens again.</summary>
    private static void AddLogging(ILoggingBuilder logging, SiloSettings settings)
    {
        var level = Enum.Parse<LogLevel>(settings.LogLevel, ignoreCase: true);
        logging.AddFilter(category: null, LogLevel.Warning);
        logging.AddFilter("Orleans", level > LogLevel.Warning ? level : LogLevel.Warning);
        logging.AddFilter("Orleans.Camera", level);
        logging.AddConsoleFormatter<LogLineFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(console => console.FormatterName = LogLineFormatter.FormatterName);

        // Standard output belongs to the command.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Signals are the program's affair, which stops the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
