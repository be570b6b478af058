namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>Makes the clips of the benchmark once and keeps them under <c>.camera/bench</c> of the repository.</summary>
/// <param name="folder">Where they are kept; created when it is not there.</param>
/// <param name="progress">Told what takes long.</param>
internal sealed class ClipStore(string folder, Action<string> progress)
{
    /// <summary>The clip of a recipe, made now unless an earlier run has made it.</summary>
    public async Task<Clip> GetAsync(ClipRecipe recipe, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, recipe.FileName);
        if (!File.Exists(path))
        {
            progress($"making {recipe.FileName}, once");
            var unfinished = Path.Combine(folder, $"unfinished-{Environment.ProcessId}-{recipe.FileName}");
            await recipe.MakeAsync(unfinished, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }

        return await ClipProbe.ReadAsync(recipe.Name, path, recipe.Decides, cancellationToken);
    }
}
