using LatentSharp.Tensors;

namespace LatentSharp.Tests.Autodiff;

/// <summary>Broadcasting by the definition: each element of the wide shape asks for its coordinates' source.</summary>
internal static class StretchReference
{
    public static double[] Stretch(double[] source, Shape from, Shape to)
    {
        var stretched = new double[to.Length];
        for (int flat = 0; flat < to.Length; flat++)
        {
            int rest = flat, position = 0, stride = 1;
            for (int axis = to.Rank - 1; axis >= 0; axis--)
            {
                int coordinate = rest % to[axis], own = axis - (to.Rank - from.Rank);
                rest /= to[axis];
                if (own < 0)
                    continue;
                position += from[own] == 1 ? 0 : coordinate * stride;
                stride *= from[own];
            }

            stretched[flat] = source[position];
        }

        return stretched;
    }
}
