namespace Orleans.Camera.Cli.Doctor;

/// <summary>What the doctor found of one thing.</summary>
/// <param name="What">The thing.</param>
/// <param name="Found">What is there.</param>
/// <param name="NextStep">What to do where something is missing; empty where nothing is.</param>
/// <param name="IsNeeded">Whether <c>camera count</c> cannot work as it is.</param>
internal sealed record Finding(string What, string Found, string NextStep = "", bool IsNeeded = false)
{
    public bool IsComplete => NextStep.Length == 0;
}
