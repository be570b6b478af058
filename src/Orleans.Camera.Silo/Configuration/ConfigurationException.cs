namespace Orleans.Camera.Silo.Configuration;

/// <summary>The configuration cannot be used. The message names every fault: file, key, value and what is allowed.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static ConfigurationException Of(IReadOnlyCollection<string> faults) =>
        new($"the configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}: {string.Join("; ", faults)}");
}
