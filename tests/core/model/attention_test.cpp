#include "core/model/attention.h"
#include "core/model/cpu_attention.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace attune::core;

namespace {

/// Sequences of the lengths given, which ascend as in a packed batch.
struct Batch {
    std::vector<LengthGroup> groups;
    std::int64_t tokens = 0, sequences = 0;

    explicit Batch(const std::vector<std::int64_t>& lengths)
    {
        for (const std::int64_t length : lengths) {
            if (groups.empty() || groups.back().length != length)
                groups.push_back({tokens, 0, length});
            ++groups.back().sequences;
            tokens += length;
            ++sequences;
        }
    }

    AttentionInput input(std::int64_t heads, std::int64_t headSize, bool clsOnly, double size = 1) const
    {
        const at::Generator generator = at::detail::createCPUGenerator(7);
        const auto draw = [&](std::int64_t rows) { return torch::randn({rows, heads * headSize}, generator) * size; };
        return {draw(clsOnly ? sequences : tokens), draw(tokens), draw(tokens), groups, heads, clsOnly};
    }
};

double largestDifference(const AttentionInput& input)
{
    REQUIRE(cpuAttentionTakes(input));
    return (cpuAttention(input) - explicitAttention(input, 0, nullptr, nullptr)).abs().max().item<double>();
}

} // namespace

TEST_CASE("The fast way of attention equals the explicit one for every shape")
{
    for (const std::int64_t headSize : {1, 6, 16, 32, 33, 64})
        for (const std::int64_t heads : {1, 3, 12})
            for (const bool clsOnly : {false, true}) {
                CAPTURE(headSize, heads, clsOnly);
                CHECK(largestDifference(Batch({1, 2, 2, 3, 5, 16, 17, 31, 32, 33, 33}).input(heads, headSize, clsOnly)) < 2e-6);
            }
    CHECK(largestDifference(Batch({512, 512}).input(2, 64, false)) < 2e-6);
}

TEST_CASE("Scores of hundreds neither overflow nor lose the row's sum in the fast way of attention")
{
    const std::vector<std::int64_t> lengths{4, 40, 200};
    const Batch batch(lengths);
    const AttentionInput input = batch.input(2, 32, false, 12);
    std::vector<torch::Tensor> contexts;
    std::int64_t first = 0;
    for (const std::int64_t length : lengths) {
        const auto byHead = [&](const torch::Tensor& x) { // [heads, length, head_size]
            return x.narrow(0, first, length).to(torch::kFloat64).view({length, 2, 32}).transpose(0, 1);
        };
        const torch::Tensor scores = torch::matmul(byHead(input.query), byHead(input.key).transpose(1, 2)) / std::sqrt(32.0);
        contexts.push_back(torch::matmul(torch::softmax(scores, -1), byHead(input.value)).transpose(0, 1).reshape({length, 64}));
        first += length;
    }
    const torch::Tensor exact = torch::cat(contexts);
    const auto distance = [&](const torch::Tensor& context) { return (context - exact).abs().max().item<double>(); };
    // In fp32 such a score is known to some 1e-5, on either way, and values are some 40.
    const double explicitly = distance(explicitAttention(input, 0, nullptr, nullptr)), fast = distance(cpuAttention(input));
    CAPTURE(explicitly, fast);
    CHECK(explicitly < 2e-3);
    CHECK(fast < 2e-3);
    CHECK(fast < 4 * explicitly);
}

TEST_CASE("A number that is none stays one in the fast way of attention, in its own sequence only")
{
    const Batch batch({3, 5});
    AttentionInput input = batch.input(2, 8, false);
    input.key[1][0] = std::numeric_limits<float>::quiet_NaN();
    const torch::Tensor context = cpuAttention(input);
    CHECK(torch::isnan(context.narrow(0, 0, 3).narrow(1, 0, 8)).all().item<bool>());
    CHECK_FALSE(torch::isnan(context.narrow(0, 3, 5)).any().item<bool>());
}

TEST_CASE("The gradients of the fast way of attention equal those of the explicit one for every shape")
{
    for (const std::int64_t headSize : {1, 6, 16, 33, 64})
        for (const bool clsOnly : {false, true}) {
            CAPTURE(headSize, clsOnly);
            const Batch batch({1, 2, 2, 3, 5, 16, 17, 33, 70});
            torch::Tensor contexts[2], gradients[2];
            for (const int fast : {0, 1}) {
                AttentionInput input = batch.input(3, headSize, clsOnly);
                for (torch::Tensor* x : {&input.query, &input.key, &input.value})
                    x->set_requires_grad(true);
                const torch::Tensor context = fast ? cpuAttention(input) : explicitAttention(input, 0, nullptr, nullptr);
                (context * torch::arange(context.numel()).view_as(context).remainder(7)).sum().backward();
                contexts[fast] = context.detach();
                gradients[fast] = torch::cat({input.query.grad(), input.key.grad(), input.value.grad()});
            }
            CHECK((contexts[0] - contexts[1]).abs().max().item<double>() < 2e-6);
            CHECK((gradients[0] - gradients[1]).abs().max().item<double>() < 3e-6 * std::max(1.0, gradients[0].abs().max().item<double>()));
        }
}

TEST_CASE("Dropout in the fast way of attention keeps the expected share, and the backward pass finds the same places again")
{
    const Batch batch({40, 40, 64});
    AttentionInput input = batch.input(2, 16, false);
    input.value.fill_(1); // the context is then the sum of the probabilities that stay, scaled
    for (torch::Tensor* x : {&input.query, &input.key, &input.value})
        x->set_requires_grad(true);
    DropoutBits bits(1, 2), same(1, 2);
    const torch::Tensor context = cpuAttention(input, 0.25, &bits);
    CHECK(torch::equal(context, cpuAttention(input, 0.25, &same)));
    CHECK(context.mean().item<double>() == Approx(1).margin(0.02));
    CHECK(context.std().item<double>() > 0.01);

    // With dropout fixed the context is linear in the values: their gradient tells it exactly.
    context.sum().backward();
    const torch::Tensor byValue = (input.value.grad() * input.value).sum();
    CHECK(byValue.item<double>() == Approx(context.sum().item<double>()).epsilon(1e-5));

    // And in the queries as differences say, along one direction.
    const auto weighted = [&](const torch::Tensor& query) {
        DropoutBits again(1, 2);
        AttentionInput at = batch.input(2, 16, false);
        at.query = query;
        const torch::Tensor out = cpuAttention(at, 0.25, &again);
        return (out * torch::arange(out.numel()).view_as(out).remainder(5)).sum();
    };
    const torch::Tensor query = batch.input(2, 16, false).query.set_requires_grad(true);
    weighted(query).backward();
    const torch::Tensor direction = torch::ones_like(query) * 1e-2;
    const torch::NoGradGuard noGrad;
    const double difference = (weighted(query + direction) - weighted(query - direction)).item<double>() / 2;
    CHECK((query.grad() * direction).sum().item<double>() == Approx(difference).epsilon(2e-3).margin(2e-3));
}

TEST_CASE("Attention takes the explicit way where probabilities are wanted")
{
    const Batch batch({4, 4, 7});
    AttentionInput input = batch.input(3, 8, false);
    std::vector<torch::Tensor> probabilities;
    const torch::Tensor context = attend(input, 0, nullptr, &probabilities);
    REQUIRE(probabilities.size() == 2);
    CHECK(probabilities[0].sizes() == torch::IntArrayRef({2, 3, 4, 4}));
    CHECK((probabilities[1].sum(-1) - 1).abs().max().item<double>() < 1e-6);
    CHECK((context - attend(input, 0, nullptr, nullptr)).abs().max().item<double>() < 2e-6);

    DropoutBits bits(1, 2);
    CHECK_FALSE(torch::equal(attend(input, 0.5, &bits, nullptr), context));
    input.query.set_requires_grad(true);
    CHECK(attend(input, 0, nullptr, nullptr).requires_grad());
}
