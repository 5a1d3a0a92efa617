using System.Numerics;
using LatentSharp.Autodiff;
using LatentSharp.Compute;

namespace LatentSharp.Distributions;

public sealed partial class DiagonalNormal
{
    /// <summary>
    /// The reparameterised sample z = mu + e^(logVariance / 2) noise (Kingma and Welling 2014, section 2.4):
    /// [batch, dimensions].
    /// </summary>
    /// <param name="noise">Standard normal draws, [batch, dimensions].</param>
    /// <exception cref="ArgumentException">The noise has another shape.</exception>
    public Variable Reparameterize(Variable noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (noise.Shape != Mean.Shape)
            throw new ArgumentException(
                $"Reparameterize: the noise has shape {noise.Shape}; the distribution's is {Mean.Shape}.");
        return Mean.Tape.Record(Reparameterization.Instance, Mean.Shape, Mean, LogVariance, noise);
    }

    private sealed class Reparameterization : IOperation
    {
        public string Name => "reparameterize";

        public static Reparameterization Instance { get; } = new();

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> mean = output.Inputs[0].Value.Span,
                logVariance = output.Inputs[1].Value.Span,
                noise = output.Inputs[2].Value.Span;
            Span<float> z = output.Value.Span;
            for (int i = 0; i < z.Length; i += Vectors.Width)
            {
                Vector<float> deviation = Vector.Exp(Vectors.Load(logVariance, i) * 0.5f);
                Vectors.Store(z, i, Vectors.Load(mean, i) + deviation * Vectors.Load(noise, i));
            }
        }

        // dz = dmu + 1/2 e^(logVariance / 2) noise dlogVariance; noise is data and takes no gradient. The deviation is
        // computed anew: z - mu has lost it where it is small beside the mean.
        public void Backward(Variable output)
        {
            (Variable mean, Variable logVariance, Variable noise) = (
                output.Inputs[0],
                output.Inputs[1],
                output.Inputs[2]);
            if (noise.RequiresGradient)
                throw new InvalidOperationException(
                    "Reparameterize: the noise must be a constant; record it with Tape.Constant.");
            ReadOnlySpan<float> dz = output.Gradient.Span,
                logVariances = logVariance.Value.Span,
                draws = noise.Value.Span;
            for (int i = 0; i < dz.Length; i += Vectors.Width)
            {
                Vector<float> gradient = Vectors.Load(dz, i);
                if (mean.RequiresGradient)
                    Vectors.Add(mean.GradientToAdd(), i, gradient);
                if (logVariance.RequiresGradient)
                {
                    Vector<float> deviation = Vector.Exp(Vectors.Load(logVariances, i) * 0.5f);
                    Vectors.Add(logVariance.GradientToAdd(), i, gradient * deviation * Vectors.Load(draws, i) * 0.5f);
                }
            }
        }
    }
}
