namespace Orleans.Camera.Benchmarks;

/// <summary>The benchmark cannot go on. The message says what, where and what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);
