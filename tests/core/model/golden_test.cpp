#include "tests/core/model/golden.h"

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

/// tests/data holds some checkpoints in several formats; all of them are the one whose golden is there.
std::filesystem::path goldenOf(const std::filesystem::path& directory)
{
    const auto own = directory / "golden.safetensors";
    return std::filesystem::exists(own) ? own : dataDirectory() / "classifier-safetensors" / "golden.safetensors";
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
    for (const torch::Device device : devices()) {
        Differences all;
        int models = 0;
        for (const auto& directory : subdirectories(dataDirectory())) {
            const std::string name = directory.filename().string();
            const bool isModel = std::filesystem::exists(directory / "golden.safetensors") || name.starts_with("classifier-");
            if (!isModel)
                continue;
            const auto tensors = readTensors(goldenOf(directory));
            const auto model = core::loadModel(core::Checkpoint::open(directory), {}, 0);
            model->to(device);
            for (const std::string part : {"all.", "some.", "pairs."}) {
                GoldenBatch golden{tensors.at(part + "input_ids"), tensors.at(part + "attention_mask"), tensors.at(part + "token_type_ids"),
                                   tensorOr(tensors, part + "logits"), tensorOr(tensors, part + "pooled"), tensorOr(tensors, part + "last_hidden"),
                                   layersOf(tensors, part + "attention_")};
                const Differences found = compare(*model, golden);
                CAPTURE(name, part, device);
                CHECK(found.largest() < kTolerance);
                all.add(found);
            }
            ++models;
        }
        print("tests/data, " + device.str(), all, models);
        REQUIRE(models >= 10);
        REQUIRE(all.attentions > 0);
    }
}

TEST_CASE("Logits, pooled output, hidden states and attentions equal HuggingFace's on the reference pack")
{
    const auto pack = referencePack("goldens of the reference pack");
    if (!pack)
        return;
    for (const torch::Device device : devices()) {
        Differences all;
        int models = 0, heads = 0;
        std::size_t logits = 0, pooled = 0, hiddenStates = 0, attentions = 0;
        for (const auto& entry : std::filesystem::directory_iterator(*pack / "goldens")) {
            if (entry.path().extension() != ".safetensors")
                continue;
            const std::string name = entry.path().stem().string();
            const auto tensors = readTensors(entry.path());
            const std::vector<std::string> labels(static_cast<std::size_t>(tensors.at("classifier.weight").size(0)), "label");
            const core::Checkpoint checkpoint = core::Checkpoint::open(*pack / "models" / name);
            const bool ownHead = checkpoint.hasClassifier && checkpoint.config.labels.size() == labels.size();
            const auto model = core::loadModel(checkpoint, ownHead ? checkpoint.config.labels : labels, 0);
            torch::NoGradGuard noGrad;
            for (auto& parameter : model->named_parameters()) // a pooler or classifier that the checkpoint lacks comes with the golden
                if (const torch::Tensor given = tensorOr(tensors, parameter.key());
                    given.defined() && !(ownHead && checkpoint.stored.count(parameter.key())))
                    parameter.value().copy_(given);
            heads += ownHead;
            model->to(device);
            const GoldenBatch golden{tensors.at("input_ids"), tensors.at("attention_mask"), tensors.at("token_type_ids"),
                                     tensorOr(tensors, "logits"), tensorOr(tensors, "pooled"), tensorOr(tensors, "last_hidden_state"),
                                     layersOf(tensors, "attentions.")};
            logits += golden.logits.defined();
            pooled += golden.pooled.defined();
            hiddenStates += golden.lastHidden.defined();
            attentions += golden.attentions.size();
            const Differences found = compare(*model, golden);
            CAPTURE(name, device);
            CHECK(found.largest() < kTolerance);
            all.add(found);
            ++models;
        }
        print("reference pack, " + device.str(), all, models);
        std::cout << "reference pack, " << device.str() << ": compared the logits of " << logits << " models (" << heads
                  << " with the head that the checkpoint stores), the pooled output of " << pooled << ", the hidden states of "
                  << hiddenStates << ", and " << attentions << " layers' attentions" << std::endl;
        REQUIRE(models > 0);
        REQUIRE(all.numbers > 0);
        REQUIRE(logits > 0);
        REQUIRE(pooled > 0);
        REQUIRE(hiddenStates > 0);
        REQUIRE(attentions > 0);
    }
}
