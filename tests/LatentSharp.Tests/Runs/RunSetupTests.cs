using System.Buffers.Binary;
using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Runs;

public sealed class RunSetupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Digits_are_binary_halves_and_so_have_a_Bernoulli_likelihood()
    {
        RunSetup setup = RunSetup.Load(Presets.Find("digits")!);
        CvaeOptions model = setup.Configuration.Model;
        Assert.Equal(
            (LikelihoodKind.Bernoulli, 32, 32),
            (model.Likelihood, model.ConditionDimensions, model.TargetDimensions));
        Assert.Null(setup.Standardization);
        Assert.Equal(1797, setup.Data.Train.Count + setup.Data.Validation.Count + setup.Data.Test.Count);
    }

    [Fact]
    public void Columns_have_a_learned_scale_and_are_standardised_by_the_training_split_alone()
    {
        RunSetup setup = RunSetup.Load(Table());
        Assert.Equal(LikelihoodKind.NormalLearnedScale, setup.Configuration.Model.Likelihood);
        DatasetSplit raw = DatasetSplit.Of(setup.Source, 0.15, 0.15);
        foreach (
            (Func<Dataset, Tensor> part, int column) in new (Func<Dataset, Tensor>, int)[]
            {
                (d => d.Condition, 0),
                (d => d.Condition, 1),
                (d => d.Target, 0),
            }
        )
        {
            double[] values = [.. Column(part(raw.Train), column)];
            double mean = values.Average(),
                scale = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            foreach (
                (Dataset before, Dataset after) in new[]
                {
                    (raw.Train, setup.Data.Train),
                    (raw.Validation, setup.Data.Validation),
                    (raw.Test, setup.Data.Test),
                }
            )
            {
                foreach ((double was, double became) in Column(part(before), column).Zip(Column(part(after), column)))
                    Assert.Equal((was - mean) / scale, became, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("bit", LikelihoodKind.Bernoulli)]
    [InlineData("hot1,hot2", LikelihoodKind.Bernoulli)]
    [InlineData("bit,c", LikelihoodKind.NormalLearnedScale)]
    public void Targets_of_bits_alone_have_a_Bernoulli_likelihood(string target, LikelihoodKind likelihood)
    {
        RunSetup setup = RunSetup.Load(Set(Table(), ("target", target)));
        Assert.Equal(likelihood, setup.Configuration.Model.Likelihood);
        Assert.Equal(
            LikelihoodKind.Normal,
            RunSetup.Load(Set(Table(), ("target", target), ("likelihood", "normal"))).Configuration.Model.Likelihood);
    }

    [Theory]
    [InlineData(255, 0)]
    [InlineData(1, 0)]
    [InlineData(16, 1)]
    public void What_is_white_is_recorded_and_said_where_it_is_unusual(byte greatest, int remarks)
    {
        RunConfiguration images = Set(new RunConfiguration { Data = Images(greatest) }, ("condition", "none"));
        RunSetup setup = RunSetup.Load(images);
        Assert.Equal(greatest, setup.Configuration.GreyMaximum);
        Assert.Equal(
            Enumerable.Repeat(
                $"images.idx: the greatest pixel is {greatest}, which is taken for white; grey_maximum sets another",
                remarks),
            setup.Remarks());
        Assert.Empty(RunSetup.Load(setup.Configuration).Remarks());
        Assert.Empty(RunSetup.Load(Set(images, ("grey_maximum", "256"))).Remarks());
        Assert.Contains(1f, setup.Source.Target.Span.ToArray());
        Refused("grey_maximum is 0; give a number above 0", () => Set(images, ("grey_maximum", "0")));
    }

    [Fact]
    public void Digits_have_a_white_of_their_own()
    {
        RunSetup setup = RunSetup.Load(Presets.Find("digits")!);
        Assert.Null(setup.Configuration.GreyMaximum);
        Assert.Empty(setup.Remarks());
    }

    [Theory]
    [InlineData("bernoulli", "bit")]
    [InlineData("categorical", "hot1,hot2")]
    public void Targets_that_are_bits_or_classes_stay_as_they_are(string likelihood, string target)
    {
        RunSetup setup = RunSetup.Load(Set(Table(), ("likelihood", likelihood), ("target", target)));
        Assert.Equal(-1, setup.Data.Train.Target.Span.IndexOfAnyExcept(0f, 1f));
        Assert.Equal(0, Column(setup.Data.Train.Condition, 0).Average(), 1e-5);
        Assert.Equal(-1, setup.Standardization!.TargetScale.Span.IndexOfAnyExcept(1f));
        Assert.Equal(-1, setup.Standardization.TargetMean.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void A_Bernoulli_likelihood_is_refused_for_real_columns()
    {
        var failure = Assert.Throws<OptionException>(() => RunSetup.Load(Set(Table(), ("likelihood", "bernoulli"))));
        Assert.StartsWith(
            "likelihood is bernoulli, but table.csv has target values such as ",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_categorical_likelihood_needs_one_hot_rows()
    {
        var failure = Assert.Throws<OptionException>(() =>
            RunSetup.Load(Set(Table(), ("likelihood", "categorical"), ("target", "bit,hot1"))));
        Assert.Matches(
            "^likelihood is categorical, but the target of row [0-9]+ of table.csv is not one-hot: give one " +
                "column per class, with a single 1 in each row$",
            failure.Message);
    }

    [Fact]
    public void Grey_images_take_a_learned_scale_and_refuse_a_Bernoulli_likelihood_with_the_reason()
    {
        RunConfiguration grey = Set(
            new RunConfiguration { Data = Images() },
            ("condition", "upper_half"),
            ("binarize", "none"));
        RunSetup setup = RunSetup.Load(grey);
        Assert.Equal(LikelihoodKind.NormalLearnedScale, setup.Configuration.Model.Likelihood);
        Assert.Null(setup.Standardization);
        var failure = Assert.Throws<OptionException>(() => RunSetup.Load(Set(grey, ("likelihood", "bernoulli"))));
        Assert.Matches(
            @"^likelihood is bernoulli, but images\.idx has target values such as 0\.[0-9]+: a Bernoulli gives "
                + @"probability to 0 and 1 alone, so the number would be no log-likelihood\. Binarise the targets, or "
                + "give likelihood normal_learned_scale$",
            failure.Message);
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("static")]
    public void Binarised_images_have_a_Bernoulli_likelihood(string binarize)
    {
        RunSetup setup = RunSetup.Load(
            Set(new RunConfiguration { Data = Images() }, ("condition", "left_half"), ("binarize", binarize)));
        Assert.Equal(LikelihoodKind.Bernoulli, setup.Configuration.Model.Likelihood);
        Assert.Equal(-1, setup.Data.Train.Target.Span.IndexOfAnyExcept(0f, 1f));
    }

    [Fact]
    public void Grey_training_targets_that_bits_are_drawn_from_have_a_Bernoulli_likelihood()
    {
        RunSetup setup = RunSetup.Load(
            Set(Presets.Find("digits")!, ("binarize", "dynamic"), ("likelihood", "bernoulli")));
        Assert.NotEqual(-1, setup.Data.Train.Target.Span.IndexOfAnyExcept(0f, 1f));
        Assert.Equal(-1, setup.Data.Validation.Target.Span.IndexOfAnyExcept(0f, 1f));
        RunSetup other = RunSetup.Load(Set(setup.Configuration, ("seed", "5")));
        Assert.Equal(
            (setup.Source.Fingerprint, setup.Data.Test.Fingerprint),
            (other.Source.Fingerprint, other.Data.Test.Fingerprint));
    }

    [Fact]
    public void Digits_take_every_condition_and_every_binarisation()
    {
        foreach (ImageCondition condition in ImageCondition.All)
        {
            RunSetup setup = RunSetup.Load(Set(Presets.Find("digits")!, ("condition", condition.ToString())));
            Assert.Equal(setup.Source.Condition.Shape[1], setup.Configuration.Model.ConditionDimensions);
            Assert.Equal(64, setup.Source.Target.Shape[1] + setup.Source.Image!.ConditionPixels.Length);
        }

        foreach (Binarization binarization in Binarization.All)
            Assert.Equal(
                binarization == Binarization.None,
                RunSetup
                    .Load(Set(Presets.Find("digits")!, ("binarize", binarization.ToString())))
                    .Configuration.Model.Likelihood != LikelihoodKind.Bernoulli);
    }

    [Fact]
    public void What_is_missing_or_does_not_fit_is_named()
    {
        Refused(
            "data is not set; give a preset such as digits, or the path of a CSV or IDX file",
            new RunConfiguration());
        Refused(
            "condition and target are not both set; name the columns of each",
            new RunConfiguration { Data = Table().Data }
        );
        Refused(
            "condition must name one image part; give condition upper_half, left_half, quadrants:1, 2 or 3, " +
                "label or none",
            new RunConfiguration { Data = Images() }
        );
        Refused(
            "data digits has images and labels of its own; leave target, label, labels and grey_maximum unset",
            Set(Presets.Find("digits")!, ("target", "y")));
        Refused(
            "validation_fraction + test_fraction is 1.1; give two fractions that leave examples to train on",
            Set(Table(), ("validation_fraction", "0.5"), ("test_fraction", "0.6")));
    }

    private static void Refused(string part, RunConfiguration configuration) =>
        Refused(part, () => RunSetup.Load(configuration));

    private static void Refused(string part, Func<object> act) =>
        Assert.Contains(part, Assert.Throws<OptionException>(act).Message, StringComparison.Ordinal);

    private static RunConfiguration Set(RunConfiguration configuration, params (string Key, string Text)[] settings) =>
        settings.Aggregate(
            configuration,
            (changed, setting) => ConfigurationFile.Set(changed, setting.Key, setting.Text));

    private static IEnumerable<double> Column(Tensor values, int column) =>
        Enumerable.Range(0, values.Shape[0]).Select(row => (double)values.Row(row)[column]);

    private RunConfiguration Table()
    {
        string path = Path.Combine(folder.FullName, "table.csv");
        IEnumerable<string> rows = Enumerable
            .Range(0, 80)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 + 3 * Math.Sin(i)},{0.01 * Math.Cos(2 * i)},{5 * Math.Sin(3 * i) - 2},{i % 2},"
                        + $"{(i % 3 == 0 ? 1 : 0)},{(i % 3 == 0 ? 0 : 1)}"));
        File.WriteAllLines(path, ["a,b,c,bit,hot1,hot2", .. rows]);
        return new RunConfiguration { Data = path, Condition = ["a", "b"], Target = ["c"] };
    }

    // IDX: 40 images of 2 x 2 grey pixels.
    private string Images(byte greatest = 255)
    {
        byte[] bytes = new byte[16 + 40 * 4];
        int[] header = [0x803, 40, 2, 2];
        for (int i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), header[i]);
        for (int i = 16; i < bytes.Length; i++)
            bytes[i] = (byte)(37 * i % (greatest + 1));
        string path = Path.Combine(folder.FullName, "images.idx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
