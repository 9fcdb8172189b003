#include "tests/core/model/golden.h"

#include "core/error.h"
#include "core/model/weights.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <iostream>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double kTolerance = 2e-5;

torch::Tensor tensorOr(const std::map<std::string, torch::Tensor>& tensors, const std::string& name)
{
    const auto found = tensors.find(name);
    return found == tensors.end() ? torch::Tensor() : found->second;
}

std::vector<torch::Tensor> layersOf(const std::map<std::string, torch::Tensor>& tensors, const std::string& prefix)
{
    std::vector<torch::Tensor> layers;
    while (tensors.count(prefix + std::to_string(layers.size())))
        layers.push_back(tensors.at(prefix + std::to_string(layers.size())));
    return layers;
}

/// Formats and dtypes that are read later are no checkpoints of this reader's.
bool readable(const std::filesystem::path& directory, std::string& reason)
{
    try {
        core::Checkpoint::open(directory);
        return true;
    } catch (const core::Error& error) {
        reason = error.cause();
        return false;
    }
}

void print(const std::string& what, const Differences& found, int models)
{
    std::cout << what << ": compared " << models << " models, " << found.texts << " texts, " << found.numbers
              << " numbers; largest difference: logits " << found.logits << ", pooled " << found.pooled << ", hidden states " << found.lastHidden
              << ", attentions " << found.attentions << std::endl;
}

} // namespace

TEST_CASE("Logits, pooled output, hidden states and attentions equal HuggingFace's on our own goldens")
{
    Differences all;
    int models = 0;
    for (const auto& directory : subdirectories(dataDirectory())) {
        std::string reason;
        if (!std::filesystem::exists(directory / "golden.safetensors") || !readable(directory, reason))
            continue;
        const auto tensors = readTensors(directory / "golden.safetensors");
        const auto model = core::loadModel(core::Checkpoint::open(directory), {}, 0);
        for (const std::string part : {"all.", "some.", "pairs."}) {
            GoldenBatch golden{tensors.at(part + "input_ids"), tensors.at(part + "attention_mask"), tensors.at(part + "token_type_ids"),
                               tensorOr(tensors, part + "logits"), tensorOr(tensors, part + "pooled"), tensorOr(tensors, part + "last_hidden"),
                               layersOf(tensors, part + "attention_")};
            const Differences found = compare(*model, golden);
            CAPTURE(directory.filename().string(), part);
            CHECK(found.largest() < kTolerance);
            all.add(found);
        }
        ++models;
    }
    print("tests/data", all, models);
    REQUIRE(models >= 5);
    REQUIRE(all.attentions > 0);
}

TEST_CASE("Logits, pooled output, hidden states and attentions equal HuggingFace's on the reference pack")
{
    const auto pack = referencePack("goldens of the reference pack");
    if (!pack)
        return;
    Differences all;
    int models = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*pack / "goldens")) {
        if (entry.path().extension() != ".safetensors")
            continue;
        const std::string name = entry.path().stem().string();
        std::string reason;
        if (!readable(*pack / "models" / name, reason)) {
            std::cout << "out of reach: " << name << ": " << reason << std::endl;
            continue;
        }
        const auto tensors = readTensors(entry.path());
        const std::vector<std::string> labels(static_cast<std::size_t>(tensors.at("classifier.weight").size(0)), "label");
        const auto model = core::loadModel(core::Checkpoint::open(*pack / "models" / name), labels, 0);
        torch::NoGradGuard noGrad;
        for (auto& parameter : model->named_parameters()) // a pooler or classifier that the checkpoint lacks comes with the golden
            if (const torch::Tensor given = tensorOr(tensors, parameter.key()); given.defined())
                parameter.value().copy_(given);
        const GoldenBatch golden{tensors.at("input_ids"), tensors.at("attention_mask"), tensors.at("token_type_ids"), tensorOr(tensors, "logits"),
                                 tensorOr(tensors, "pooled"), tensorOr(tensors, "last_hidden_state"), layersOf(tensors, "attentions.")};
        const Differences found = compare(*model, golden);
        CAPTURE(name);
        CHECK(found.largest() < kTolerance);
        all.add(found);
        ++models;
    }
    print("reference pack", all, models);
    REQUIRE(models > 0);
    REQUIRE(all.numbers > 0);
}
