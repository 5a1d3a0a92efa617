namespace LatentSharp.Reading.Quantities;

/// <summary>
/// 1/2 sum_d ln(1 + Var_n mu_d / V_d), nats: how sharp the latent is, whatever its units. It is what a Gaussian channel
/// of this noise and this signal carries, an upper bound of the mutual information that is far above it for separated
/// clusters. A dimension whose means do not vary adds nothing.
/// </summary>
/// <param name="Value">The sum, with its standard error over examples.</param>
public sealed record ChannelInformation(Estimate Value);

/// <summary>
/// KL of the mean router, N(mean m, mean s + Var m) per dimension, to N(0, I), in nats: 0 where the units of z are
/// those of a standard normal, large where nothing anchors them. Of a categorical latent KL(mean p || uniform).
/// </summary>
/// <param name="Value">The divergence.</param>
public sealed record RouterMarginalKl(double Value);

/// <summary>
/// What drawing z must cost a decoder of any kind where training has come to rest: beta/2 sum_d (1 - v_d/s_d) -
/// lambda V_post, nats over an example, with beta and lambda the final weights of K_prior and V_post. With R + beta K +
/// lambda V_post stationary in v and the decoder quadratic near mu with curvature h, 1/v = 1/s + h/beta +
/// 2 lambda/(D beta), and a draw costs 1/2 sum_d h v.
/// </summary>
/// <param name="Value">The price, with its standard error over examples.</param>
/// <param name="PriorKlWeight">beta, relative to the weight of the reconstruction.</param>
/// <param name="PosteriorVarianceWeight">lambda, likewise.</param>
public sealed record WidthPrice(Estimate Value, double PriorKlWeight, double PosteriorVarianceWeight);
