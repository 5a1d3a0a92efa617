namespace LatentSharp.Reading.Categorical;

/// <summary>
/// The one-to-one matching of rows and columns that holds the most, by shortest augmenting paths (Kuhn 1955, "The
/// Hungarian method for the assignment problem"; with potentials, Jonker and Volgenant 1987): O(n^2 m) for n at most m.
/// </summary>
internal static class BestMatching
{
    /// <summary>Matches.</summary>
    /// <param name="counts">[rows, columns]</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <returns>The column of each row, -1 where it has none.</returns>
    public static int[] Of(long[] counts, int rows, int columns)
    {
        if (rows > columns)
        {
            var turned = new long[counts.Length];
            for (int at = 0; at < counts.Length; at++)
                turned[at % columns * rows + at / columns] = counts[at];
            return Inverse(Of(turned, columns, rows), rows);
        }

        // Counted from 1, so that column 0 can stand for the row that looks for one.
        long[] ofRow = new long[rows + 1], ofColumn = new long[columns + 1], least = new long[columns + 1];
        int[] rowOf = new int[columns + 1], from = new int[columns + 1];
        var seen = new bool[columns + 1];
        for (int row = 1; row <= rows; row++)
        {
            Array.Fill(least, long.MaxValue);
            Array.Clear(seen);
            rowOf[0] = row;
            int column = 0;
            while (rowOf[column] != 0)
            {
                seen[column] = true;
                int next = 0, other = rowOf[column];
                for (int j = 1; j <= columns; j++)
                {
                    if (seen[j])
                        continue;
                    long slack = -counts[(other - 1) * columns + j - 1] - ofRow[other] - ofColumn[j];
                    if (slack < least[j])
                        (least[j], from[j]) = (slack, column);
                    if (next == 0 || least[j] < least[next])
                        next = j;
                }

                long step = least[next];
                for (int j = 0; j <= columns; j++)
                {
                    if (seen[j])
                    {
                        ofRow[rowOf[j]] += step;
                        ofColumn[j] -= step;
                    }
                    else if (j > 0)
                    {
                        least[j] -= step;
                    }
                }

                column = next;
            }

            for (; column != 0; column = from[column])
                rowOf[column] = rowOf[from[column]];
        }

        return Inverse([.. rowOf.Skip(1).Select(row => row - 1)], rows);
    }

    /// <summary>What a matching holds.</summary>
    public static long Total(long[] counts, int columns, int[] matching) =>
        matching.Select((column, row) => column < 0 ? 0 : counts[row * columns + column]).Sum();

    private static int[] Inverse(int[] matching, int count)
    {
        var inverse = new int[count];
        Array.Fill(inverse, -1);
        for (int i = 0; i < matching.Length; i++)
        {
            if (matching[i] >= 0)
                inverse[matching[i]] = i;
        }

        return inverse;
    }
}
