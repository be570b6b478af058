namespace Orleans.Camera.Silo.Configuration;

/// <summary>What the value of a key looks like in a file.</summary>
internal enum SettingKind
{
    Text = 0,

    /// <summary>A path; a relative one is taken from the folder of the file that names it.</summary>
    File = 1,

    /// <summary>A whole number.</summary>
    Whole = 2,

    /// <summary>Seconds, with a fraction where wanted.</summary>
    Seconds = 3,

    /// <summary>One word of a few.</summary>
    Word = 4,

    /// <summary>Several words of a few.</summary>
    Words = 5,

    /// <summary>A list of texts.</summary>
    Texts = 6,

    /// <summary>A list of paths.</summary>
    Files = 7,
}

/// <summary>
/// One key of the configuration: what reads it, checks it, and from what its schema and its line in the README come.
/// </summary>
/// <param name="Path">Below <c>Camera</c>, like <c>Endpoints:SiloPort</c>.</param>
/// <param name="Kind">What a value looks like.</param>
/// <param name="Default">The value where nobody gives one, as in a file.</param>
/// <param name="Meaning">One line for an operator.</param>
internal sealed record Setting(string Path, SettingKind Kind, string Default, string Meaning)
{
    /// <summary>The least number, or the fewest letters of a text.</summary>
    public double Least { get; init; }

    /// <summary>The greatest number, or the most letters of a text.</summary>
    public double Most { get; init; } = 1000;

    /// <summary>What is allowed where the kind is <see cref="SettingKind.Word"/> or <see cref="SettingKind.Words"/>.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether the value may be shown to nobody.</summary>
    public bool IsSecret { get; init; }

    public bool IsList => Kind is SettingKind.Words or SettingKind.Texts or SettingKind.Files;

    /// <summary>What is allowed, to go on after "it is".</summary>
    public string Rule => FormattableString.Invariant(Kind switch
    {
        SettingKind.Whole => $"a whole number from {Least} to {Most}",
        SettingKind.Seconds => $"a number of seconds from {Least} to {Most}",
        SettingKind.Word => $"one of {string.Join(", ", Allowed)}",
        SettingKind.Words => $"a list of {string.Join(", ", Allowed)}",
        SettingKind.Texts => $"a list of texts",
        SettingKind.Files => $"a list of paths",
        SettingKind.File => $"a path",
        _ => $"a text of {Least} to {Most} letters",
    });
}
