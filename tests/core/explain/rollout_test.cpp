#include "core/explain/rollout.h"
#include "tests/support/catch.h"

using namespace attune::core;

TEST_CASE("Rollout of one layer is its heads' mean and the identity, half and half")
{
    const torch::Tensor layer = torch::tensor({0.8f, 0.2f, 0.4f, 0.6f, /* second head */ 0.6f, 0.4f, 0.0f, 1.0f}).view({2, 2, 2});
    const torch::Tensor expected = torch::tensor({0.85f, 0.15f, 0.1f, 0.9f}).view({2, 2});
    CHECK((rollout({layer}) - expected).abs().max().item<double>() < 1e-6);
}

TEST_CASE("Rollout multiplies the layers from the last to the first, and its rows sum to 1")
{
    // Token 1 takes all from token 0 in the first layer, token 2 all from token 1 in the second: a quarter of what reaches token 2 comes from token 0.
    const torch::Tensor first = torch::tensor({1.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 0.f, 1.f}).view({1, 3, 3});
    const torch::Tensor second = torch::tensor({1.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 1.f, 0.f}).view({1, 3, 3});
    const torch::Tensor flow = rollout({first, second});
    CHECK(flow[2][0].item<float>() == Approx(0.25));
    CHECK(flow[2][1].item<float>() == Approx(0.25));
    CHECK(flow[2][2].item<float>() == Approx(0.5));
    CHECK(rollout({second, first})[2][0].item<float>() == Approx(0));

    std::vector<torch::Tensor> layers;
    const at::Generator generator = at::detail::createCPUGenerator(3);
    for (int i = 0; i < 12; ++i)
        layers.push_back(torch::softmax(torch::randn({4, 30, 30}, generator), -1));
    CHECK((rollout(layers).sum(-1) - 1).abs().max().item<double>() < 1e-6);
}
