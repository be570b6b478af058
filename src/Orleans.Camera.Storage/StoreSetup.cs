using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Migrations;

namespace Orleans.Camera.Storage;

/// <summary>Makes the store ready, before anything else starts: the tables of Orleans are among what it makes.</summary>
public sealed class StoreSetup
{
    private readonly Migrator _migrator;
    private readonly IDefinitionStore _definitions;

    internal StoreSetup(Migrator migrator, IDefinitionStore definitions) => (_migrator, _definitions) = (migrator, definitions);

    /// <summary>Applies what the schema lacks, and opens every definition, so that a wrong key is found now.</summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="StoreUnavailableException">The database does not answer, or is in use by another process.</exception>
    /// <exception cref="MigrationException">The schema is newer than this program, or an applied migration was changed.</exception>
    /// <exception cref="Sealing.SealingException">The key is not the one by which the sources were sealed.</exception>
    public async Task<IReadOnlyList<string>> PrepareAsync(CancellationToken cancellationToken)
    {
        var applied = await _migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
        await _definitions.ListAsync(cancellationToken).ConfigureAwait(false);
        return applied;
    }
}
