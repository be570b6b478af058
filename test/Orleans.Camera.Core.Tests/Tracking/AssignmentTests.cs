using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Tracking;

public class AssignmentTests
{
    [Fact]
    public void The_sum_of_values_is_the_best_of_all_assignments()
    {
        var random = new Random(11);
        var assignment = new Assignment();
        for (var run = 0; run < 3000; run++)
        {
            var values = Values(random, rows: random.Next(1, 7), columns: random.Next(1, 7));

            var pairs = Solve(assignment, values);

            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Column).Distinct().Count());
            Assert.All(pairs, pair => Assert.True(values[pair.Row, pair.Column] > 0));
            Assert.Equal(Best(values, row: 0, taken: 0), pairs.Sum(pair => values[pair.Row, pair.Column]));
        }
    }

    [Fact]
    public void Large_problems_are_solved_alike_after_smaller_and_larger_ones()
    {
        var random = new Random(12);
        var used = new Assignment();
        for (var run = 0; run < 30; run++)
        {
            var values = Values(random, random.Next(1, 80), random.Next(1, 80));

            Assert.Equal(Solve(new Assignment(), values), Solve(used, values));
        }
    }

    private static int[,] Values(Random random, int rows, int columns)
    {
        var values = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                values[row, column] = random.Next(3) == 0 ? 0 : random.Next(1, 12); // many ties
            }
        }

        return values;
    }

    private static List<(int Row, int Column)> Solve(Assignment assignment, int[,] values)
    {
        assignment.Reset(values.GetLength(0), values.GetLength(1));
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
            {
                assignment.Set(row, column, values[row, column]);
            }
        }

        assignment.Solve();
        return [.. Enumerable.Range(0, values.GetLength(0)).Select(row => (row, assignment.ColumnOf(row))).Where(pair => pair.Item2 >= 0)];
    }

    /// <summary>Tries everything.</summary>
    private static int Best(int[,] values, int row, int taken)
    {
        if (row == values.GetLength(0))
        {
            return 0;
        }

        var best = Best(values, row + 1, taken);
        for (var column = 0; column < values.GetLength(1); column++)
        {
            if ((taken & (1 << column)) == 0)
            {
                best = Math.Max(best, values[row, column] + Best(values, row + 1, taken | (1 << column)));
            }
        }

        return best;
    }
}
