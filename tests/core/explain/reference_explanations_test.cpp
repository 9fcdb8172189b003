#include "core/engine/attention_reading.h"
#include "core/training/engine.h"
#include "tests/core/model/golden.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <iostream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

constexpr double kTolerance = 5e-5;

struct Compared {
    Differences count;
    double logits = 0, baseline = 0, gradient = 0, integrated = 0, delta = 0, rollout = 0, windowsRollout = 0;

    double largest() const { return std::max({logits, baseline, gradient, integrated, delta, rollout, windowsRollout}); }
    void raise(double& largest, const torch::Tensor& ours, const torch::Tensor& theirs)
    {
        count.raise(largest, ours.to(torch::kFloat64).flatten(), theirs.to(torch::kFloat64).flatten());
    }
    void raise(double& largest, double ours, double theirs) { raise(largest, torch::tensor(ours), torch::tensor(theirs)); }
};

torch::Tensor tensorOf(const nlohmann::json& values) { return torch::tensor(values.get<std::vector<double>>()); }

std::vector<std::string> spelled(const std::vector<Token>& tokens)
{
    std::vector<std::string> texts;
    for (const Token& token : tokens)
        texts.push_back(token.text);
    return texts;
}

void compare(Classifier& model, const nlohmann::json& golden, const std::map<std::string, torch::Tensor>& tensors, const std::string& number,
             ExplainOptions options, Compared& found)
{
    const std::string text = golden.at("text");
    const auto explained = [&](ExplainMethod method) {
        options.method = method;
        const auto pass = model.explain({text}, options);
        while (!pass->finished())
            pass->step();
        const Explanation explanation = pass->explanation();
        CHECK(spelled(explanation.tokens) == golden.at("tokens").get<std::vector<std::string>>());
        CHECK(explanation.label == golden.at("target").get<std::size_t>());
        found.raise(found.logits, torch::tensor(explanation.logits), tensorOf(golden.at("logits")));
        return explanation;
    };

    const Explanation integrated = explained(ExplainMethod::IntegratedGradients);
    found.raise(found.integrated, torch::tensor(integrated.attributions), tensorOf(golden.at("integrated_gradients")));
    found.raise(found.integrated, torch::tensor(integrated.attributions), tensors.at("integrated_gradients_fp64." + number));
    found.raise(found.delta, integrated.convergenceDelta.value(), golden.at("convergence_delta"));
    found.raise(found.baseline, integrated.baselineScore, golden.at("baseline_logits")[integrated.label]);
    // The shares of a delta as large as the emotion model's have to be told, those of a small one not.
    CHECK(integrated.deltaIsLarge() == (std::abs(golden.at("convergence_delta").get<double>()) > 1e-2));

    const Explanation gradient = explained(ExplainMethod::GradientTimesInput);
    found.raise(found.gradient, torch::tensor(gradient.attributions), tensorOf(golden.at("grad_times_input")));
    found.raise(found.gradient, torch::tensor(gradient.attributions), tensors.at("grad_times_input_fp64." + number));

    const Explanation rollout = explained(ExplainMethod::Rollout);
    found.raise(found.rollout, torch::tensor(rollout.attributions), tensorOf(golden.at("rollout_from_cls")));
    found.raise(found.rollout, torch::tensor(rollout.rollout), tensors.at("rollout." + number));

    // What the window reads off the attention that it keeps.
    PredictOptions attention;
    attention.attention = true;
    attention.maxLength = options.maxLength;
    const AttentionStore store(model.predict({text}, attention).attention);
    found.raise(found.windowsRollout, torch::tensor(rolloutOf(store)), tensors.at("rollout." + number).flatten());
}

} // namespace

TEST_CASE("Gradient x input, integrated gradients and rollout equal the HuggingFace reference's explanations")
{
    const auto pack = referencePack("explanations of the reference pack");
    if (!pack)
        return;
    for (const torch::Device device : devices()) {
        Compared found;
        int models = 0, texts = 0;
        for (const auto& entry : std::filesystem::directory_iterator(*pack / "explain")) {
            if (entry.path().extension() != ".json")
                continue;
            const nlohmann::json golden = readJson(entry.path());
            const auto tensors = readTensors(std::filesystem::path(entry.path()).replace_extension(".safetensors"));
            const auto model = libTorchEngine().openClassifier(*pack / "models" / golden.at("model").get<std::string>(), device.str());
            ExplainOptions options;
            options.maxLength = golden.at("max_length");
            options.steps = golden.at("steps");
            ++models;
            for (std::size_t i = 0; i < golden.at("texts").size(); ++i, ++texts) {
                CAPTURE(entry.path().stem().string(), i, device.str());
                compare(*model, golden.at("texts")[i], tensors, std::to_string(i), options, found);
                CHECK(found.largest() < kTolerance);
            }
        }
        std::cout << "explanations, " << device.str() << ": compared " << models << " models, " << texts << " texts, " << found.count.numbers
                  << " numbers; largest difference: gradient x input " << found.gradient << ", integrated gradients " << found.integrated
                  << ", convergence delta " << found.delta << ", rollout " << found.rollout << " (in the window "
                  << found.windowsRollout << "), logits " << found.logits << ", baseline's logits "
                  << found.baseline << std::endl;
        REQUIRE(texts > 0);
        REQUIRE(found.count.numbers > 0);
    }
}
