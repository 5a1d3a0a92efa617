namespace LatentSharp.Cli;

/// <summary>What the help of the commands that use a model adds to the usual page.</summary>
internal static class UseHelp
{
    private const string ExitCodes =
        "Exit codes: 0 done; 1 failed while running; 2 a wrong command line or input; 130, 143 stopped by a signal.";

    public static string Sample() =>
        $"""
        Examples:
          latent sample runs/points --condition new.csv --count 10 --out samples.csv
          latent sample runs/points --condition - --format jsonl < new.csv
          latent sample runs/digits --condition digits --rows 10 --count 8 --mean --out digits.png
          latent sample runs/digits --condition halves.npz --z 2 --out along.png

            A table has a column for each of x's, and a class by its name; an array is [rows, condition], under the
            name condition; of images, the part that the model is given. z comes from a file of the columns z0, z1, ...
            or of an array z. Along a dimension, --z 2, z goes in even steps from 3 standard deviations of p(z|x) below
            its mean to 3 above, and y is the decoder's mean. A draw follows from the seed, the row's number and the
            draw's: portions give what the whole gives. Nothing of the training data is needed.

        {ExitCodes}
        """;

    public static string Encode() =>
        $"""
        Examples:
          latent encode runs/points new.csv --out encoded.npz
          latent read encoded.npz

            The arrays are posterior_mean, posterior_logvar, prior_mean, prior_logvar, condition as the networks see
            it, and labels where the examples have any. Of a run directory the weights of the objective's terms go
            along, as latent read asks for them.

        {ExitCodes}
        """;

    public static string Serve() =>
        """
        Examples:
          latent serve runs/points
          latent serve runs/points --port 0
          LATENTSHARP_TOKEN=secret latent serve model.safetensors --host 0.0.0.0 --allow-host models.example.org

            POST /sample, /encode and /likelihood take JSON, GET /model describes the columns, /health says that the
            server answers, and /openapi.json describes all of them. On standard error are the address, a request to
            begin with, and a line for each error.

        Exit codes: 1 failed while running; 2 a wrong command line or input; 130, 143 stopped by a signal, with every
        request under way answered.
        """;

    public static string Export() =>
        $"""
        Examples:
          latent export runs/points --format safetensors --out model
          latent export runs/points --format onnx --out graphs

            safetensors is one file, model.safetensors: the weights, the networks they are for, the columns and what
            they go through. latent sample and latent encode take the directory, or the file.

            onnx is a graph for each part that the model has: router.onnx, inference.onnx, decoder.onnx, and
            sample.onnx, which draws y with noise that it is given. Rows are in the units of the data, in any number.
            A file that exists is replaced once the new one is whole. Each line printed is a file, what goes in, and
            what comes out.

        {ExitCodes}
        """;
}
