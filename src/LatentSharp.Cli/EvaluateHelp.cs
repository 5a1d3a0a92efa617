namespace LatentSharp.Cli;

/// <summary>What the help of latent evaluate adds to the usual page.</summary>
internal static class EvaluateHelp
{
    public static string Text() =>
        """
        Examples:
          latent evaluate runs/digits
          latent evaluate runs/digits --samples 1,10,100,1000 --examples 100
          latent evaluate runs/digits --split validation --per-example values.csv
          latent evaluate runs/digits --format json

            Estimators, in nats per example; smaller is better:
              negative_elbo        mean of -log p(y|x,z) over draws of q, plus KL(q || p)
              router_mc            -log of the mean of p(y|x,z) over S draws of p(z|x)
              importance (IWAE-S)  -log of the mean of p(y|x,z) p(z|x) / q(z|x,y) over S draws of q
              mean_log_likelihood  mean of -log p(y|x,z) over draws of p(z|x): a mean of logs, not a log-likelihood
            A model without a latent has negative_log_likelihood alone, which is exact. docs/evaluation.md says how to
            read them.

        Exit codes: 0 done; 1 failed while running; 2 a wrong command line or input; 130, 143 stopped by a signal.
        """;
}
