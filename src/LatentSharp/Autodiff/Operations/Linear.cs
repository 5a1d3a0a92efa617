using System.Numerics;
using LatentSharp.Compute;
using LatentSharp.Compute.Products;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>The non-linearity after a linear layer.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The Gaussian error linear unit.</summary>
    Gelu,
}

public sealed partial class Variable
{
    /// <summary>f(x W^T + b): a linear layer and its activation in one operation.</summary>
    /// <param name="weight">[out, in]</param>
    /// <param name="bias">[out]</param>
    /// <param name="activation">f, applied to every element.</param>
    /// <returns>[batch, out] for an input of [batch, in].</returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    public Variable Linear(Variable weight, Variable bias, Activation activation = Activation.Identity) =>
        Linear([this], weight, bias, activation);

    /// <summary>
    /// f(x W^T + b) for an x given in parts that stand side by side. They are not joined, and a part that needs no
    /// gradient costs none. The first may be a batch of which the others have several draws, one batch after another:
    /// its product is then computed once.
    /// </summary>
    /// <param name="parts">
    /// Each [batch, features], or behind the first [draws * batch, features]; together they have W's inputs.
    /// </param>
    /// <param name="weight">[out, in]</param>
    /// <param name="bias">[out]</param>
    /// <param name="activation">f, applied to every element.</param>
    /// <returns>[draws * batch, out]</returns>
    /// <exception cref="ArgumentException">The features do not fit, or the parts are not of whole batches.</exception>
    public static Variable Linear(
        ReadOnlySpan<Variable> parts,
        Variable weight,
        Variable bias,
        Activation activation = Activation.Identity)
    {
        int features = 0, rows = parts.IsEmpty || parts[^1].Shape.Rank == 0 ? 0 : parts[^1].Shape[0];
        for (int i = 0; i < parts.Length; i++)
        {
            Shape shape = parts[i].Shape;
            if (shape.Rank != 2 || (i == 0 ? !IsWholeBatches(rows, shape[0]) : shape[0] != rows))
                throw new ArgumentException(
                    $"Linear: the input has parts of shape {parts[0].Shape} and {parts[i == 0 ? ^1 : i].Shape}; " +
                        "give matrices of equal batch, or of whole batches behind the first.");
            features += shape[1];
        }

        if (parts.IsEmpty || weight.Shape.Rank != 2 || features != weight.Shape[1])
        {
            string given =
                parts.Length == 1 ? $"shape {parts[0].Shape}" : $"{features} features in {parts.Length} parts";
            throw new ArgumentException(
                $"Linear: the input has {given} and the weight {weight.Shape}; give [batch, in] and [out, in].");
        }

        if (bias.Shape != new Shape(weight.Shape[0]))
            throw new ArgumentException(
                $"Linear: the bias has shape {bias.Shape}; a weight of {weight.Shape} takes [{weight.Shape[0]}].");
        // GELU's derivative needs x W^T + b, which the other activations overwrite.
        if (activation == Activation.Gelu)
            return Linear(parts, weight, bias).Gelu();
        int draws = rows == 0 ? 1 : rows / parts[0].Shape[0];
        Tensor? transposed = weight.Tape.Weights is { } weights && weight.Tape.ParameterOf(weight) is { } parameter
            ? weights.Of(parameter)
            : null;
        IOperation operation = activation switch
        {
            Activation.Relu => LinearOperation<RectifiedLinear>.Of(draws, transposed),
            Activation.Tanh => LinearOperation<HyperbolicTangent>.Of(draws, transposed),
            _ => LinearOperation<Identity>.Of(draws, transposed),
        };
        return weight.Tape.Record(operation, new Shape(parts[^1].Shape[0], weight.Shape[0]), [weight, bias, .. parts]);
    }

    internal readonly struct Identity : IElementwise
    {
        public static string Name => "identity";

        public static Vector<float> Value(Vector<float> x) => x;

        public static Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One;
    }

    // y = f(s + b), where the product s has just been computed.
    private readonly unsafe struct BiasAndActivation<TActivation>(float* bias) : IEpilogue
        where TActivation : struct, IElementwise
    {
        public void Apply(float* c, nint stride, int rows, int column, int columns)
        {
            var b = new ReadOnlySpan<float>(bias + column, columns);
            for (int row = 0; row < rows; row++)
            {
                var y = new Span<float>(c + row * stride, columns);
                for (int i = 0; i < columns; i += Vectors.Width)
                    Vectors.Store(y, i, TActivation.Value(Vectors.Load(y, i) + Vectors.Load(b, i)));
            }
        }
    }

    private sealed unsafe class LinearOperation<TActivation>(int draws, Tensor? transposed) : IOperation
        where TActivation : struct, IElementwise
    {
        public string Name => "linear";

        public IReadOnlyList<OperationAttribute> Attributes =>
            [new("activation", TActivation.Name), new("draws", draws)];

        // Below this many elements a second thread costs more than it saves.
        private const int SmallWork = 1 << 15;

        private static readonly LinearOperation<TActivation> OneDraw = new(draws: 1, transposed: null);

        // One draw is what nearly every step has: it allocates nothing.
        public static LinearOperation<TActivation> Of(int draws, Tensor? transposed) =>
            draws == 1 && transposed is null ? OneDraw : new(draws, transposed);

        public void Forward(Variable output)
        {
            Matrix weight = transposed is null
                ? Matrix.Of(output.Inputs[0].Value)
                : Matrix.Of(transposed).Transposed;
            var y = Matrix.Of(output.Value);
            int start = 0, last = output.Inputs.Length - 1;
            for (int i = 2; i <= last; i++)
            {
                Matrix x = Matrix.Of(output.Inputs[i].Value), w = weight.ColumnRange(start, x.Columns).Transposed;
                if (i < last)
                {
                    MatrixProduct.Multiply(x, w, y.FirstRows(x.Rows), accumulate: i > 2, output.Tape.Device);
                    RepeatRows.Fill(output.Value.Span, x.Rows * y.Columns);
                }
                else
                {
                    MatrixProduct.Multiply(
                        x,
                        w,
                        y,
                        accumulate: i > 2,
                        new BiasAndActivation<TActivation>(output.Inputs[1].Value.Pointer),
                        output.Tape.Device);
                }

                start += x.Columns;
            }
        }

        // With s = x W^T + b, y = f(s) and ds = dy f'(s): dx = ds W, dW = ds^T x, db = column sums of ds.
        public void Backward(Variable output)
        {
            (Variable weight, Variable bias, Device device) = (output.Inputs[0], output.Inputs[1], output.Tape.Device);
            var job = new PreactivationGradient<TActivation>(
                output.Gradient,
                output.Value,
                bias.RequiresGradient ? bias.Gradient : null);
            device.Run(ref job, job.Strips, output.Shape.Length < SmallWork);

            // Nothing reads dy any more: ds has taken its place.
            var ds = Matrix.Of(output.Gradient);
            bool accumulateWeight = false;
            Matrix dw = weight.RequiresGradient ? Matrix.Of(weight.GradientToWrite(out accumulateWeight)) : default;
            int end = weight.Shape[1];
            for (int i = output.Inputs.Length - 1; i >= 2; i--)
            {
                Variable part = output.Inputs[i];
                int features = part.Shape[1], start = end -= features;
                if (part.Shape[0] < ds.Rows)
                    ds = SumOfBatches(output.Gradient, part.Shape[0]);
                if (weight.RequiresGradient)
                    MatrixProduct.Multiply(
                        ds.Transposed,
                        Matrix.Of(part.Value),
                        dw.ColumnRange(start, features),
                        accumulateWeight,
                        device);
                if (part.RequiresGradient)
                {
                    var dx = part.GradientToWrite(out bool accumulate);
                    MatrixProduct.Multiply(
                        ds,
                        Matrix.Of(weight.Value).ColumnRange(start, features),
                        Matrix.Of(dx),
                        accumulate,
                        device,
                        shareDepth: true);
                }
            }
        }

        // The parts of several draws are done with their gradient: that of the batch behind them takes its place.
        private static Matrix SumOfBatches(Tensor gradient, int batch)
        {
            Span<float> sum = gradient.Rows(0, batch).Span;
            RepeatRows.AddBatches(gradient.Span[sum.Length..], sum);
            return Matrix.Of(gradient).FirstRows(batch);
        }
    }
}
