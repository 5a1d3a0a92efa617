using System.Globalization;
using LatentSharp.Autodiff;
using LatentSharp.Distributions;

namespace LatentSharp.Onnx;

/// <summary>A draw of y from its mean and noise, as an operation beside the model's own.</summary>
internal sealed class TargetDraw : IOperation
{
    private readonly ISampler sampler;

    private TargetDraw(ISampler sampler) => this.sampler = sampler;

    /// <summary>Such as <c>draw_bernoulli</c>.</summary>
    public string Name => $"draw_{sampler.GetType().Name.ToLower(CultureInfo.InvariantCulture)}";

    /// <summary>Records a draw.</summary>
    /// <param name="sampler">What is drawn from.</param>
    /// <param name="mean">Its mean, [batch, target].</param>
    /// <param name="noise">A number for each element, [batch, target].</param>
    public static Variable Of(ISampler sampler, Variable mean, Variable noise) =>
        mean.Tape.Record(new TargetDraw(sampler), mean.Shape, mean, noise);

    /// <inheritdoc/>
    public void Forward(Variable output)
    {
        output.Inputs[1].Value.Span.CopyTo(output.Value.Span);
        sampler.Draw(output.Inputs[0].Value, output.Value.Span);
    }

    /// <inheritdoc/>
    public void Backward(Variable output) => throw new NotSupportedException("A draw of y has no derivative.");
}
