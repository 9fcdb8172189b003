#include "core/runs/bootstrap.h"

#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace attune::core {

namespace {

constexpr double kNormalFrom = 30; // expected texts

/// Uniform in (0, 1].
double uniform(Random& random) { return (static_cast<double>(random.next() >> 11) + 1) * 0x1p-53; }

/// How many of `count` texts fall where each falls with `probability`.
std::int64_t binomial(Random& random, std::int64_t count, double probability)
{
    if (count == 0 || probability <= 0)
        return 0;
    if (probability > 0.5)
        return count - binomial(random, count, 1 - probability);
    const auto n = static_cast<double>(count);
    if (n * probability >= kNormalFrom) {
        const double normal = std::sqrt(-2 * std::log(uniform(random))) * std::cos(2 * std::numbers::pi * uniform(random));
        const double drawn = std::round(n * probability + normal * std::sqrt(n * probability * (1 - probability)));
        return static_cast<std::int64_t>(std::clamp(drawn, 0.0, n));
    }
    // Inversion: the first number whose cumulative probability reaches a uniform one.
    const double odds = probability / (1 - probability);
    double chance = std::exp(n * std::log1p(-probability));
    double left = uniform(random) - chance;
    std::int64_t drawn = 0;
    while (left > 0 && drawn < count) {
        ++drawn;
        chance *= odds * static_cast<double>(count - drawn + 1) / static_cast<double>(drawn);
        left -= chance;
    }
    return drawn;
}

Interval middle95(std::vector<double>& values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) { // between the two neighbours, as NumPy's percentile does
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const double above = values[std::min(below + 1, values.size() - 1)];
        return values[below] + (place - static_cast<double>(below)) * (above - values[below]);
    };
    return {at(0.025), at(0.975)};
}

} // namespace

BootstrapIntervals bootstrapIntervals(std::span<const std::int64_t> confusion, std::uint64_t seed, int resamples)
{
    const std::int64_t count = std::accumulate(confusion.begin(), confusion.end(), std::int64_t{0});
    if (count == 0 || resamples < 1)
        return {{0, 1}, {-1, 1}};
    Random random(seed);
    std::vector<std::int64_t> drawn(confusion.size());
    std::vector<double> macroF1, matthews;
    EvaluationMetrics metrics;
    for (int resample = 0; resample < resamples; ++resample) {
        // A multinomial draw, cell by cell: each takes its share of what those before it have left.
        std::int64_t textsLeft = count, weightLeft = count;
        for (std::size_t cell = 0; cell < confusion.size(); ++cell) {
            const std::int64_t weight = confusion[cell];
            drawn[cell] = weight == weightLeft ? textsLeft : binomial(random, textsLeft, static_cast<double>(weight) / static_cast<double>(weightLeft));
            textsLeft -= drawn[cell];
            weightLeft -= weight;
        }
        measureConfusion(drawn, metrics);
        macroF1.push_back(metrics.macroF1);
        matthews.push_back(metrics.matthews);
    }
    return {middle95(macroF1), middle95(matthews)};
}

} // namespace attune::core
