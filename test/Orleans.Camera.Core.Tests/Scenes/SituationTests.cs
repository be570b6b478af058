using Orleans.Camera.Core.Counting;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Core.Tests.Scenes;

/// <summary>Every situation, with ten seeds each, counted from rendered pixels through the whole pipeline.</summary>
public class SituationTests
{
    private const int Seeds = 10;

    public static TheoryData<string> Situations => [.. SceneSituations.All.Select(situation => situation.Name)];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task Every_situation_is_counted_right(string name)
    {
        var faults = await FaultsAsync(SceneSituations.All.Single(situation => situation.Name == name));

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void The_truth_of_the_situations_is_what_their_names_say()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            Assert.Single(Truth(SceneSituations.Single(seed)));
            Assert.Equal(2, Truth(SceneSituations.Pair(seed)).Count);
            Assert.Equal([Direction.In, Direction.Out], Truth(SceneSituations.CrossingPaths(seed)).Select(crossing => crossing.Direction).Order());
            Assert.Single(Truth(SceneSituations.StopAndGo(seed)));
            Assert.InRange(Truth(SceneSituations.Trembling(seed)).Count, 0, 1);
            Assert.Empty(Truth(SceneSituations.TurningBackBefore(seed)));
            Assert.Equal(2, Truth(SceneSituations.TurningBackAfter(seed)).Count);
            Assert.Equal("vehicle", Assert.Single(Truth(SceneSituations.FastVehicle(seed))).Label);
            Assert.Equal(5, Truth(SceneSituations.TwoWayTraffic(seed)).Count);
        }

        static IReadOnlyList<SceneCrossing> Truth(Scene scene) => SceneTruth.Crossings(scene);
    }

    [Fact]
    public void One_seed_draws_the_same_pictures_twice_and_another_one_others()
    {
        Assert.Equal(Picture(seed: 5), Picture(seed: 5));
        Assert.NotEqual(Picture(seed: 5), Picture(seed: 6));

        static byte[] Picture(int seed)
        {
            var scene = SceneSituations.CameraShake(seed);
            var picture = new byte[scene.Size.Area * 3 / 2];
            scene.Render(40, picture);
            return picture;
        }
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(SceneSituation situation)
    {
        var faults = new List<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Seeds),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (seed, _) =>
            {
                var scene = situation.Stage(seed);
                var found = (await SceneCount.OfAsync(scene)).Faults(scene);
                lock (faults)
                {
                    faults.AddRange(found);
                }
            });
        return faults;
    }
}
