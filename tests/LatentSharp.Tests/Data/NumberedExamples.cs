using LatentSharp.Data;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Data;

/// <summary>Data whose values tell which example they belong to: condition i, target (10 i, 10 i + 1).</summary>
internal static class NumberedExamples
{
    public static Dataset Of(int count)
    {
        Tensor condition = new(new Shape(count, 1)), target = new(new Shape(count, 2));
        for (int i = 0; i < count; i++)
        {
            condition.Span[i] = i;
            target.Span[2 * i] = 10 * i;
            target.Span[2 * i + 1] = 10 * i + 1;
        }

        return new Dataset("numbered", condition, target);
    }
}
