using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Runs;
using LatentSharp.Tensors;

namespace LatentSharp.Onnx;

/// <summary>Runs a part of a model on a tape, from rows in the units of the data to such rows.</summary>
internal sealed class PartTrace
{
    private const string NormalNumbers = "standard normal numbers", UniformNumbers = "uniform numbers from [0, 1)";

    private static readonly Device OneThread = Device.Cpu(1);

    private readonly TrainedModel model;
    private readonly int batch;
    private readonly Tape tape = new(OneThread);
    private readonly List<TracedInput> inputs = [];
    private readonly List<(string, Variable)> outputs = [];
    private readonly Dictionary<Tensor, string> constants = [];

    private PartTrace(TrainedModel model, int batch)
    {
        (this.model, this.batch) = (model, batch);
        if (model.Standardization is { } map)
        {
            foreach ((string name, Tensor tensor) in ModelFile.TensorsOf(map))
                constants[tensor] = name;
        }
    }

    /// <summary>Computes a part for a number of rows.</summary>
    public static Traced Of(TrainedModel model, OnnxPart part, int batch)
    {
        var trace = new PartTrace(model, batch);
        trace.Run(part);
        return new Traced(trace.tape, trace.inputs, trace.outputs, trace.constants);
    }

    private void Run(OnnxPart part)
    {
        Variable x = Standardized(
            "condition", model.ConditionFields, model.Standardization?.ConditionMean,
            model.Standardization?.ConditionScale);
        switch (part)
        {
            case OnnxPart.Router:
                Latent("prior", model.Model.Route(x)!.Value.Prior);
                break;
            case OnnxPart.Inference:
                Variable y = Standardized(
                    "target", model.TargetFields, model.Standardization?.TargetMean,
                    model.Standardization?.TargetScale);
                Latent("posterior", model.Model.Infer(x, y)!);
                break;
            case OnnxPart.Decoder:
                Decoded(model.Model.Decode(
                    x,
                    model.Model.Latent is { } family
                        ? new LatentDraws(Input("z", family.Width, "z, such as a draw of p(z|x)"), Count: 1)
                        : null));
                break;
            default:
                var noise = new NamedNoise(this);
                LatentDraws? z = model.Model.Route(x)?.Prior.Draw(1, noise).Sampled(1, noise);
                if (z is not null)
                    outputs.Add(("z", z.Values));
                Drawn(model.Model.Decode(x, z));
                break;
        }
    }

    private Variable Input(string name, int width, string meaning)
    {
        var value = new Tensor(new Shape(batch, width));
        inputs.Add(new TracedInput(name, value, meaning));
        return tape.Constant(value);
    }

    private Variable Standardized(string name, Fields fields, Tensor? mean, Tensor? scale)
    {
        string columns = string.Join(
            ", ", fields.Select(field => field.Width == 1 ? field.Name : $"{field.Name} ({field.Width} columns)"));
        Variable value = Input(name, fields.Width, columns);
        return IsIdentity(mean, scale) ? value : (value - tape.Constant(mean!)) / tape.Constant(scale!);
    }

    private Variable Restored(Variable target)
    {
        (Tensor? mean, Tensor? scale) = (model.Standardization?.TargetMean, model.Standardization?.TargetScale);
        return IsIdentity(mean, scale) ? target : target * tape.Constant(scale!) + tape.Constant(mean!);
    }

    private static bool IsIdentity(Tensor? mean, Tensor? scale) =>
        mean is null || scale is null || !(mean.Span.ContainsAnyExcept(0f) || scale.Span.ContainsAnyExcept(1f));

    private void Latent(string prefix, ILatent latent)
    {
        foreach ((string name, Variable value) in latent.Family.Parts.Zip(latent.Parts))
            outputs.Add(($"{prefix}_{name}", value));
    }

    private (ISampler Sampler, Variable Mean) Described(IConditionalLikelihood likelihood)
    {
        ISampler sampler = likelihood as ISampler
            ?? throw new DataException(
                $"{model.Path}: the likelihood {likelihood.GetType().Name} cannot be drawn from, nor be written as "
                    + $"ONNX; give it {nameof(ISampler)}");
        Variable mean = sampler.Mean;
        outputs.Add(("target_mean", Restored(mean)));
        return (sampler, mean);
    }

    private void Decoded(IConditionalLikelihood likelihood)
    {
        Described(likelihood);
        switch (likelihood)
        {
            case Bernoulli bits:
                outputs.Add(("target_logit", bits.Logits));
                break;
            case Categorical classes:
                outputs.Add(("target_logit", classes.Logits));
                break;
            case ScaledNormal normal:
                Variable deviation = DeviationOf(normal);
                outputs.Add(("target_deviation", model.Standardization is { } map
                    ? deviation * tape.Constant(map.TargetScale)
                    : deviation));
                break;
        }
    }

    private static Variable DeviationOf(ScaledNormal normal) =>
        (0.5f * normal.LogVariance).Exp().BroadcastTo(normal.Mean.Shape);

    private void Drawn(IConditionalLikelihood likelihood)
    {
        (ISampler sampler, Variable mean) = Described(likelihood);
        Variable noise = Input(
            "target_noise",
            model.TargetFields.Width,
            sampler.DrawsFromNormal ? NormalNumbers : UniformNumbers);
        outputs.Add(("target", Restored(sampler is ScaledNormal normal
            ? mean + DeviationOf(normal) * noise
            : TargetDraw.Of(sampler, mean, noise))));
    }

    private sealed class NamedNoise(PartTrace trace) : INoise
    {
        public Variable Normal(Tape tape, int draws, int batch, int width) =>
            trace.Input("latent_noise", draws * width, NormalNumbers);

        public Variable Uniform(Tape tape, int draws, int batch, int width) =>
            trace.Input("latent_choice", draws * width, UniformNumbers);
    }
}
