using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>Text as classes: the number of each name in their order; what is empty is not a number.</summary>
internal static class ClassCodes
{
    /// <summary>Reads an array of text, [N].</summary>
    public static IEvidenceArray Of(string name, StoredArray array)
    {
        string[] texts = array.ReadTexts();
        string[] names = [.. texts.Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return new MemoryArray(
            name,
            Array.ConvertAll(
                texts,
                text => text.Length == 0 ? double.NaN : Array.BinarySearch(names, text, StringComparer.Ordinal)),
            columns: 1);
    }
}
