using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Storage.Migrations;
using Orleans.Camera.Storage.Models;
using Orleans.Camera.Storage.PostgreSql;
using Orleans.Camera.Storage.Sealing;
using Orleans.Camera.Storage.Sqlite;

namespace Orleans.Camera.Storage;

public static class StoreServices
{
    /// <summary>
    /// Registers <see cref="ICheckpointStore"/>, <see cref="IDefinitionStore"/>, <see cref="IGrainStateStore"/>, <see cref="IModelLibrary"/> and
    /// <see cref="StoreSetup"/>, which must have prepared the store before anything uses it.
    /// </summary>
    /// <remarks>The key file is read, or made, when the definitions are first needed.</remarks>
    public static IServiceCollection AddCameraStore(this IServiceCollection services, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISealing>(_ => new SourceSealing(KeyFile.Read(options.KeyFile, options.MayCreateKey)));
        return options.Provider switch
        {
            StoreProvider.PostgreSql => services.AddPostgreSql(options),
            StoreProvider.Sqlite => services.AddSqlite(options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "There is no such store."),
        };
    }

    private static IServiceCollection AddPostgreSql(this IServiceCollection services, StoreOptions options) => services
        .AddSingleton(provider => new PostgresDatabase(options, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ICheckpointStore, PostgresCheckpointStore>()
        .AddSingleton<IDefinitionStore, PostgresDefinitionStore>()
        .AddSingleton<IGrainStateStore, PostgresGrainStateStore>()
        .AddSingleton<IModelLibrary, PostgresModelLibrary>()
        .AddSingleton(provider => Setup(provider, "PostgreSql", provider.GetRequiredService<PostgresDatabase>().OpenLockedAsync));

    private static IServiceCollection AddSqlite(this IServiceCollection services, StoreOptions options) => services
        .AddSingleton(_ => new SqliteDatabase(options))
        .AddSingleton<ICheckpointStore, SqliteCheckpointStore>()
        .AddSingleton<IDefinitionStore, SqliteDefinitionStore>()
        .AddSingleton<IGrainStateStore, SqliteGrainStateStore>()
        .AddSingleton<IModelLibrary, SqliteModelLibrary>()
        .AddSingleton(provider => Setup(provider, "Sqlite", provider.GetRequiredService<SqliteDatabase>().OpenLockedAsync));

    private static StoreSetup Setup(
        IServiceProvider provider, string migrations, Func<CancellationToken, Task<System.Data.Common.DbConnection>> open) =>
        new(new Migrator(Migration.For(migrations), open), provider.GetRequiredService<IDefinitionStore>());
}
