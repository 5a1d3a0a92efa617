using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

public sealed class EvaluatorTests : IDisposable
{
    // An evaluation takes 512 examples at once: the second batch is shorter.
    private const int First = 512, Last = 88;

    // Terms that need no draw of z: a part of the data has the same values as within the whole.
    private static readonly Objective Exact = new(
        new WeightedTerm(new PriorKl(), new ConstantSchedule(1)),
        new WeightedTerm(new PosteriorVariance(), new ConstantSchedule(1)));

    private static readonly Dataset Data = Examples();

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_mean_weighs_examples_and_no_batch_more_for_being_short(int samples)
    {
        Evaluation whole = Evaluate(0, First + Last, samples),
            first = Evaluate(0, First, samples: 1),
            last = Evaluate(First, Last, samples: 1);
        Assert.Equal(First + Last, whole.Examples);
        for (int term = 0; term < Exact.Terms.Count; term++)
            Check(whole.Objective.Terms[term].Raw, first.Objective.Terms[term].Raw, last.Objective.Terms[term].Raw);
        Check(whole.PriorVariance!.Value, first.PriorVariance!.Value, last.PriorVariance!.Value);

        static void Check(double mean, double first, double last)
        {
            // Batches weighed alike would move the mean by a third of this difference.
            Assert.True(Math.Abs(last - first) > 0.01 * Math.Abs(first), $"{first} {last}");
            double expected = (First * first + Last * last) / (First + Last);
            Assert.Equal(expected, mean, 1e-5 * Math.Abs(expected));
        }
    }

    [Fact]
    public void The_negative_evidence_lower_bound_counts_both_parts_once_whatever_they_weigh()
    {
        var reconstruction = new TermValue(Reconstruction.TermName, 7.25, 0.5);
        var divergence = new TermValue(PriorKl.TermName, 2, 0);
        Assert.Equal(9.25, Of(reconstruction, divergence));
        Assert.Equal(7.25, Of(reconstruction));

        static double Of(params TermValue[] terms) =>
            new Evaluation(1, new ObjectiveBreakdown(terms), PriorVariance: null).NegativeEvidenceLowerBound;
    }

    [Fact]
    public void A_term_over_a_batch_is_computed_over_batches_of_the_training()
    {
        var objective = new Objective(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new RouterMarginalKl(), new ConstantSchedule(0.1)),
            new WeightedTerm(new AggregateMmd(), new ConstantSchedule(0)));
        const int Batch = 120;
        double parts = Enumerable.Range(0, 5).Average(part => Marginal(part * Batch, Batch, null));
        Assert.Equal(parts, Marginal(0, First + Last, Batch), 1e-4 * parts);
        // Over all at once it is another number.
        Assert.NotEqual(Marginal(0, First, 16), Marginal(0, First, null), 1e-3);

        double Marginal(int start, int count, int? batchSize)
        {
            Dataset part = Data.Subset([.. Enumerable.Range(start, count)]);
            var model = new Cvae(SmallTask.Model, seed: 1);
            DrawCounts draws = new TrainingOptions().DrawsFor(objective);
            return new Evaluator(model, objective, part, seed: 0, device, draws, batchSize)
                .Evaluate().Objective[RouterMarginalKl.TermName].Raw;
        }
    }

    private Evaluation Evaluate(int start, int count, int samples)
    {
        Dataset part = Data.Subset([.. Enumerable.Range(start, count)]);
        return new Evaluator(new Cvae(SmallTask.Model, seed: 1), Exact, part, seed: 0, device).Evaluate(samples);
    }

    // The last examples lie farther out than the first.
    private static Dataset Examples()
    {
        Dataset even = SmallTask.Examples(SmallTask.Model, First + Last, 7);
        Tensor x = Tensor.FromValues(even.Condition.Shape, even.Condition.Span.ToArray());
        foreach (ref float value in x.Span[(First * x.Shape[1])..])
            value *= 5;
        return new Dataset("the last lie farther out", x, even.Target);
    }
}
