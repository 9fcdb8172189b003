#include "core/model/encoder_kernels.h"
#include "core/model/fused_encoder.h"
#include "core/model/bf16_weights.h"
#include "core/model/matrix_product.h"
#include "core/model/weights.h"
#include "tests/support/catch.h"

#include <cmath>
#include <map>
#include <numeric>

using namespace attune::core;

namespace {

ModelConfig configOf(std::int64_t longest)
{
    ModelConfig config;
    config.vocabSize = 50;
    config.hiddenSize = 48;
    config.numHiddenLayers = 3;
    config.numAttentionHeads = 3;
    config.intermediateSize = 80;
    config.maxPositionEmbeddings = longest;
    config.initializerRange = 0.2;
    config.labels = {"a", "b"};
    return config;
}

PackedBatch batchOf(const std::vector<std::int64_t>& lengths)
{
    std::vector<Encoding> texts;
    std::vector<std::int64_t> rows;
    for (const std::int64_t length : lengths) {
        Encoding text;
        for (std::int64_t i = 0; i < length; ++i)
            text.ids.push_back(static_cast<std::int32_t>((i * 7 + length) % 50));
        rows.push_back(static_cast<std::int64_t>(texts.size()));
        texts.push_back(std::move(text));
    }
    return pack(texts, rows);
}

struct Pass {
    torch::Tensor logits;
    std::map<std::string, torch::Tensor> gradients; // by parameter
    ForwardTrace trace;
};

/// One forward and backward pass; `fused` or as bert.cpp tells it.
Pass passOf(BertForSequenceClassification& model, const PackedBatch& batch, bool fused, Precision precision, bool clsOnly)
{
    DropoutBits bits(5, 9);
    Pass pass;
    ForwardOptions options;
    options.dropout = &bits;
    options.clsOnly = clsOnly;
    options.precision = precision;
    options.addsWeightGradients = fused;
    options.trace = &pass.trace;
    REQUIRE(fusedEncoderTakes(model, options) == fused);
    pass.logits = model.forward(PackedTensors(batch, torch::kCPU), options).logits;
    (pass.logits * torch::linspace(-1, 2, pass.logits.numel()).view_as(pass.logits)).sum().backward();
    for (auto& entry : model.named_parameters()) {
        if (entry.value().grad().defined())
            pass.gradients[entry.key()] = entry.value().grad().clone();
        entry.value().mutable_grad() = torch::Tensor();
    }
    return pass;
}

/// |a - b| of all gradients together, in parts of |b|.
double distance(const Pass& a, const Pass& b)
{
    REQUIRE(a.gradients.size() == b.gradients.size());
    double difference = 0, size = 0;
    for (const auto& [name, gradient] : b.gradients) {
        CAPTURE(name);
        REQUIRE(a.gradients.count(name) == 1);
        difference += (a.gradients.at(name) - gradient).square().sum().item<double>();
        size += gradient.square().sum().item<double>();
    }
    return std::sqrt(difference / size);
}

} // namespace

TEST_CASE("The fused encoder and its gradients equal the encoder told step by step")
{
    const PackedBatch batch = batchOf({3, 3, 5, 17, 31, 40});
    for (const double dropout : {0.0, 0.1})
        for (const bool clsOnly : {false, true}) {
            CAPTURE(dropout, clsOnly);
            const auto model = randomModel(configOf(64), 3);
            model->setDropout(dropout);
            const Pass plain = passOf(*model, batch, false, Precision::Fp32, clsOnly);
            const Pass fused = passOf(*model, batch, true, Precision::Fp32, clsOnly);
            CHECK((plain.logits - fused.logits).abs().max().item<double>() < 1e-5);
            CHECK(distance(fused, plain) < 3e-6);
            CHECK(fused.trace.linearRows == plain.trace.linearRows);

            // What half precision loses, and no more than the plain way loses.
            const Pass plainHalf = passOf(*model, batch, false, Precision::Bf16, clsOnly);
            const Pass half = passOf(*model, batch, true, Precision::Bf16, clsOnly);
            CHECK(distance(half, plain) < 0.03);
            CHECK(distance(half, plain) < 1.5 * distance(plainHalf, plain));
        }
}

TEST_CASE("The fused encoder takes long texts in half precision, too")
{
    const auto model = randomModel(configOf(256), 3);
    model->setDropout(0.1);
    const PackedBatch batch = batchOf({40, 200, 250});
    const Pass plain = passOf(*model, batch, false, Precision::Bf16, true);
    CHECK(distance(passOf(*model, batch, true, Precision::Bf16, true), plain) < 0.03);
}

TEST_CASE("The fused encoder gives no gradient to what is frozen, and the same to all else")
{
    const PackedBatch batch = batchOf({4, 9, 12});
    for (const bool embeddingsFrozen : {false, true}) {
        const auto model = randomModel(configOf(64), 3);
        for (torch::Tensor& parameter : model->layers[0]->parameters())
            parameter.set_requires_grad(false);
        if (embeddingsFrozen)
            for (torch::Tensor& parameter : model->embeddings->parameters())
                parameter.set_requires_grad(false);
        const Pass plain = passOf(*model, batch, false, Precision::Fp32, true);
        CHECK(distance(passOf(*model, batch, true, Precision::Fp32, true), plain) < 3e-6);
        CHECK(plain.gradients.count("bert.encoder.layer.0.output.dense.weight") == 0);
        CHECK(plain.gradients.count("bert.encoder.layer.1.output.dense.weight") == 1);
    }
}

TEST_CASE("Gradients of two passes through the fused encoder add up")
{
    const PackedBatch batch = batchOf({4, 9, 12});
    const auto model = randomModel(configOf(64), 3);
    const auto twice = [&](int times) {
        for (int i = 0; i < times; ++i) {
            ForwardOptions options;
            options.addsWeightGradients = true;
            model->forward(PackedTensors(batch, torch::kCPU), options).logits.sum().backward();
        }
        const torch::Tensor gradient = model->layers[1]->intermediate->weight.grad().clone();
        for (torch::Tensor& parameter : model->parameters())
            parameter.mutable_grad() = torch::Tensor();
        return gradient;
    };
    const torch::Tensor once = twice(1);
    CHECK((twice(2) - 2 * once).abs().max().item<double>() < 1e-5 * once.abs().max().item<double>());
}

TEST_CASE("The fused encoder leaves gradients with respect to other tensors to the plain way")
{
    const auto model = randomModel(configOf(64), 3);
    CHECK_FALSE(fusedEncoderTakes(*model, ForwardOptions()));
    const torch::NoGradGuard noGrad;
    CHECK(fusedEncoderTakes(*model, ForwardOptions()));
    ForwardOptions maps;
    maps.attentions = true;
    CHECK_FALSE(fusedEncoderTakes(*model, maps));
}

TEST_CASE("Gelu and its derivative equal LibTorch's over the whole range")
{
    torch::Tensor x = torch::linspace(-20, 20, 400001);
    x[0] = -std::numeric_limits<float>::infinity();
    x[1] = -300;
    x[2] = 300;
    x.set_requires_grad(true);
    const torch::Tensor expected = torch::gelu(x.to(torch::kFloat64));
    const torch::Tensor derivative = torch::autograd::grad({expected.sum()}, {x})[0];
    torch::Tensor made = x.detach().clone(), out = torch::empty_like(made);
    geluWithDerivative(made.data_ptr<float>(), out.data_ptr<float>(), made.numel());
    CHECK((out - expected).narrow(0, 1, 400000).abs().max().item<double>() < 2e-6); // half a unit in the last place at 20 is 1e-6
    CHECK((made - derivative).narrow(0, 1, 400000).abs().max().item<double>() < 5e-7);

    torch::Tensor only = x.detach().clone();
    gelu(only.data_ptr<float>(), only.numel());
    CHECK(torch::equal(only.narrow(0, 1, 400000), out.narrow(0, 1, 400000)));
    float none = std::nanf(""), value = 0;
    geluWithDerivative(&none, &value, 1);
    CHECK(std::isnan(value));
}

TEST_CASE("Numbers become bf16 as LibTorch rounds them")
{
    torch::Tensor x = torch::cat({torch::randn({10000}), torch::tensor({1.00390625f, 1.01171875f, -0.0f, 3.4e38f, INFINITY, 1e-40f})});
    torch::Tensor made = torch::empty_like(x, torch::kBFloat16);
    toBf16(x.data_ptr<float>(), static_cast<BFloat*>(made.data_ptr()), x.numel());
    CHECK(torch::equal(made, x.to(torch::kBFloat16)));
    const float none = std::nanf("");
    BFloat half = 0;
    toBf16(&none, &half, 1);
    CHECK((half & 0x7fffu) > 0x7f80u);
}

TEST_CASE("Matrix products take transposed views, parts of rows, a bias and what is to be added to")
{
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
        const torch::Tensor a = torch::randn({40, 24}).to(type), b = torch::randn({24, 56}).to(type), bias = torch::randn({56});
        const torch::Tensor expected = torch::mm(a.to(torch::kFloat64), b.to(torch::kFloat64));
        const double bound = 1e-5;
        torch::Tensor wide = torch::zeros({40, 80});
        multiply(a.t().contiguous().t(), b.t().contiguous().t(), wide.narrow(1, 8, 56), bias);
        CHECK((wide.narrow(1, 8, 56) - (expected + bias)).abs().max().item<double>() < (type == torch::kFloat32 ? bound : 1e-1));
        CHECK(wide.narrow(1, 0, 8).abs().max().item<float>() == 0);
        CHECK(wide.narrow(1, 64, 16).abs().max().item<float>() == 0);
        const torch::Tensor before = wide.clone();
        multiply(a, b, wide.narrow(1, 8, 56), {}, true);
        CHECK((wide.narrow(1, 8, 56) - before.narrow(1, 8, 56) - expected).abs().max().item<double>() < (type == torch::kFloat32 ? bound : 1e-1));
        const torch::Tensor one = torch::empty({1, 56});
        multiply(a.narrow(0, 3, 1), b, one);
        CHECK((one - expected.narrow(0, 3, 1)).abs().max().item<double>() < (type == torch::kFloat32 ? bound : 1e-1));
    }
}

TEST_CASE("A copy of a weight in half precision is made again once the weight has changed, and not before")
{
    Bf16Weights copies;
    const torch::Tensor weight = torch::randn({6, 4});
    const torch::Tensor first = copies.of(weight).clone();
    CHECK(torch::equal(first, weight.to(torch::kBFloat16)));
    weight.data_ptr<float>()[0] = 99; // behind LibTorch's back
    CHECK(torch::equal(copies.of(weight), first));
    weight.unsafeGetTensorImpl()->bump_version();
    CHECK(copies.of(weight)[0][0].item<float>() == 99);
    torch::Tensor same = weight;
    same.mul_(2);
    CHECK(torch::equal(copies.of(weight), weight.to(torch::kBFloat16)));

    same.mul_(2);
    copies.markCurrent(weight); // whoever says so has written the copy
    CHECK(torch::equal(2 * copies.of(weight), weight.to(torch::kBFloat16)));
    CHECK(copies.place(weight) == copies.of(weight).data_ptr());
    CHECK(copies.place(torch::zeros({2})) == nullptr);
}
