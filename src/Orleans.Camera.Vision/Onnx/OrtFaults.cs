using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>Says in one line what ONNX Runtime complained of, and what to do.</summary>
internal static class OrtFaults
{
    private const int LongestQuote = 240;

    public static ModelException Loading(string model, OrtException fault)
    {
        var words = FirstLine(fault.Message);
        if (words.Contains("is not a registered function/op", StringComparison.Ordinal)
            || words.Contains("No Op registered for", StringComparison.Ordinal)
            || words.Contains("Could not find an implementation for", StringComparison.Ordinal))
        {
            return new ModelException(
                $"Model '{model}' uses an operator that this ONNX Runtime does not know ({words}); export it again without it.", fault);
        }

        if (words.Contains("opset", StringComparison.OrdinalIgnoreCase) || words.Contains("IR version", StringComparison.Ordinal))
        {
            return new ModelException(
                $"Model '{model}' is newer than this ONNX Runtime ({words}); export it with an older opset, or name a newer library with {OrtLibrary.Variable}.", fault);
        }

        return new ModelException($"Model '{model}' cannot be loaded ({words}); export it again.", fault);
    }

    public static ModelException Running(string model, OrtException fault) => new(
        $"Model '{model}' failed while running ({FirstLine(fault.Message)}); check its input size and batch, or export it again.", fault);

    public static ModelException TooSlow(string model, TimeSpan limit) => new(
        $"Model '{model}' did not answer within {limit.TotalSeconds:0.#} s and was stopped; take a smaller model or a faster device.");

    /// <summary>Why an execution provider cannot be used.</summary>
    public static string Provider(OrtException fault)
    {
        const string Missing = "Failed to load library ";
        var words = fault.Message.AsSpan();
        var at = words.IndexOf(Missing, StringComparison.Ordinal);
        if (at < 0)
        {
            return FirstLine(fault.Message);
        }

        words = words[(at + Missing.Length)..];
        var end = words.IndexOfAny(' ', '\n');
        var library = Path.GetFileName(end < 0 ? words : words[..end]);
        if (words.Contains("No such file", StringComparison.Ordinal))
        {
            return $"{library} is not installed beside ONNX Runtime";
        }

        const string Reason = "with error: ";
        var why = words.IndexOf(Reason, StringComparison.Ordinal);
        return why < 0
            ? $"{library} cannot be loaded"
            : $"{library} cannot be loaded ({FirstLine(words[(why + Reason.Length)..].ToString())})";
    }

    /// <summary>The first line, shortened, with nothing in it that could disturb a terminal.</summary>
    public static string FirstLine(string message)
    {
        var line = message.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = WithoutOrigin(end < 0 ? line : line[..end]).TrimEnd().TrimEnd('.');
        var shown = line.Length > LongestQuote ? $"{line[..LongestQuote]}..." : line.ToString();
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }

    /// <summary>Drops the source file and the function with which the library begins some of its messages.</summary>
    private static ReadOnlySpan<char> WithoutOrigin(ReadOnlySpan<char> line)
    {
        const string EndOfFunction = ") ";
        var file = line.IndexOf(".cc:", StringComparison.Ordinal);
        var function = file < 0 || line[0] != '/' ? -1 : line[file..].IndexOf(EndOfFunction, StringComparison.Ordinal);
        return function < 0 ? line : line[(file + function + EndOfFunction.Length)..];
    }
}
