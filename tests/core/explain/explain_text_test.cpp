#include "core/engine/word_attributions.h"
#include "core/error.h"
#include "core/explain/embedded_text.h"
#include "core/explain/explain_text.h"
#include "core/explain/rollout.h"
#include "core/model/weights.h"
#include "core/training/engine.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <numeric>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

const std::string kText = "It could not be better.";

std::unique_ptr<Classifier> classifier(const char* name = "classifier-safetensors")
{
    return libTorchEngine().openClassifier(dataDirectory() / name, "cpu");
}

Explanation finish(ExplanationPass& pass)
{
    while (!pass.finished())
        pass.step();
    return pass.explanation();
}

Explanation explain(Classifier& model, const TextInput& text, ExplainMethod method, std::optional<std::size_t> label = {}, std::size_t steps = 50)
{
    return finish(*model.explain(text, {method, label, steps}));
}

double sum(const std::vector<float>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

} // namespace

TEST_CASE("Gradient x input is what stretching a word's embedding does to the score")
{
    const auto directory = dataDirectory() / "classifier-safetensors";
    const std::shared_ptr<BertForSequenceClassification> network = loadModel(Checkpoint::open(directory), {}, 0);
    const Encoding encoding = Tokenizer::fromDirectory(directory).encode(kText, 32);
    const EmbeddedText text(std::make_shared<ExplainedModel>(network), encoding.ids, {});
    const auto model = classifier();
    for (const std::size_t label : {0u, 1u, 2u}) {
        const Explanation explanation = explain(*model, {kText}, ExplainMethod::GradientTimesInput, label);
        REQUIRE(explanation.attributions.size() == encoding.ids.size());
        for (std::int64_t token = 0; token < text.tokens(); ++token) {
            const auto scoreWith = [&](double stretch) {
                torch::Tensor rows = text.words().clone();
                rows[token] *= stretch;
                return text.run(rows).logits[0][static_cast<std::int64_t>(label)].item<double>();
            };
            const double derivative = (scoreWith(1.02) - scoreWith(0.98)) / 0.04;
            CAPTURE(label, token);
            CHECK(static_cast<double>(explanation.attributions[static_cast<std::size_t>(token)]) == Approx(derivative).margin(5e-4).epsilon(0.01));
        }
    }
}

TEST_CASE("Integrated gradients sum to what the text's score has over the empty text's, the more nearly the more steps there are")
{
    const auto model = classifier();
    for (const TextInput& text : {TextInput{kText}, TextInput{"the film", "was bad"}}) {
        const Explanation coarse = explain(*model, text, ExplainMethod::IntegratedGradients, 1, 2);
        const Explanation fine = explain(*model, text, ExplainMethod::IntegratedGradients, 1, 200);
        for (const Explanation* one : {&coarse, &fine})
            CHECK(sum(one->attributions) == Approx(one->score() - one->baselineScore + one->convergenceDelta.value()).margin(1e-5));
        CHECK(std::abs(*fine.convergenceDelta) < 1e-4);
        CHECK(std::abs(*fine.convergenceDelta) < std::abs(*coarse.convergenceDelta));
        CHECK_FALSE(fine.deltaIsLarge());
        double attributed = 0;
        for (std::size_t i = 0; i < fine.tokens.size(); ++i) {
            if (fine.tokens[i].special())
                CHECK(fine.attributions[i] == 0); // the empty text has them, too
            attributed += std::abs(fine.attributions[i]);
        }
        CHECK(attributed > 0.01);
    }
    const Explanation pair = explain(*model, {"the film", "was bad"}, ExplainMethod::IntegratedGradients);
    CHECK(std::count_if(pair.tokens.begin(), pair.tokens.end(), [](const Token& token) { return token.special(); }) == 3);
}

TEST_CASE("Leave-one-out is what predicting the text with [MASK] for the word takes from the score, shared by the word's pieces")
{
    const auto model = classifier();
    const std::string text = "the film was unbelievably bad";
    const Explanation explanation = explain(*model, {text}, ExplainMethod::LeaveOneOut);
    CHECK(explanation.mask == "[MASK]");
    CHECK_FALSE(explanation.convergenceDelta);
    const std::vector<WordSpan> words = wordSpans(explanation.tokens);
    REQUIRE(words.size() == 7);
    REQUIRE(words[4].count > 1);
    CHECK(explanation.attributions.front() == 0);
    CHECK(explanation.attributions.back() == 0);
    std::string masks = " [MASK]";
    for (std::size_t i = 1; i < words[4].count; ++i)
        masks += " [MASK]";
    const std::vector<std::string> without{"[MASK] film was unbelievably bad", "the [MASK] was unbelievably bad", "the film [MASK] unbelievably bad",
                                           "the film was" + masks + " bad", "the film was unbelievably [MASK]"};
    const std::vector<double> lost = sumsByWord(explanation.attributions, words);
    for (std::size_t i = 0; i < without.size(); ++i) {
        CAPTURE(without[i]);
        const Prediction masked = model->predict({without[i]}, {});
        REQUIRE(masked.tokens.size() == explanation.tokens.size());
        CHECK(lost[i + 1] == Approx(explanation.score() - static_cast<double>(masked.logits[explanation.label])).margin(2e-6));
        CHECK(std::abs(lost[i + 1]) > 1e-4);
    }
    for (std::size_t piece = 1; piece < words[4].count; ++piece)
        CHECK(explanation.attributions[words[4].first + piece] == explanation.attributions[words[4].first]);
}

TEST_CASE("Rollout is that of the attention which a prediction shows, whatever the class")
{
    const auto model = classifier();
    const Explanation explanation = explain(*model, {kText}, ExplainMethod::Rollout, 0);
    const AttentionMaps maps = model->predict({kText}, {0, true}).attention;
    std::vector<torch::Tensor> layers;
    const auto heads = static_cast<std::int64_t>(maps.heads), tokens = static_cast<std::int64_t>(maps.tokens);
    const torch::Tensor all = torch::tensor(maps.values).view({static_cast<std::int64_t>(maps.layers), heads, tokens, tokens});
    for (std::int64_t layer = 0; layer < all.size(0); ++layer)
        layers.push_back(all[layer]);
    const torch::Tensor shown = torch::tensor(explanation.rollout).view({tokens, tokens});
    CHECK((shown - rollout(layers)).abs().max().item<double>() < 1e-6);
    CHECK((shown.sum(-1) - 1).abs().max().item<double>() < 1e-6);
    CHECK(torch::equal(torch::tensor(explanation.attributions), shown[0]));
    CHECK(explanation.attributions == explain(*model, {kText}, ExplainMethod::Rollout, 2).attributions);
}

TEST_CASE("The class explained is the predicted one or the chosen one, and every method tells the logits that a prediction tells")
{
    const auto model = classifier();
    const Prediction prediction = model->predict({kText}, {});
    for (const ExplainMethod method : {ExplainMethod::IntegratedGradients, ExplainMethod::GradientTimesInput, ExplainMethod::Rollout, ExplainMethod::LeaveOneOut}) {
        const Explanation own = explain(*model, {kText}, method), chosen = explain(*model, {kText}, method, 0);
        CAPTURE(explainMethodName(method));
        CHECK(own.label == prediction.label);
        CHECK(chosen.label == 0);
        REQUIRE(prediction.label != 0);
        CHECK((own.attributions != chosen.attributions) == (method != ExplainMethod::Rollout));
        for (std::size_t i = 0; i < prediction.logits.size(); ++i) {
            CHECK(own.logits[i] == Approx(prediction.logits[i]).margin(1e-6));
            CHECK(own.probabilities[i] == Approx(prediction.probabilities[i]).margin(1e-6));
        }
        CHECK(own.labels == prediction.labels);
        CHECK(own.seconds > 0);
        CHECK(own.convergenceDelta.has_value() == (method == ExplainMethod::IntegratedGradients));
    }
}

TEST_CASE("An explanation advances by small batches, so that it can be dropped in the middle")
{
    const auto model = classifier();
    const auto pass = model->explain({kText}, {ExplainMethod::IntegratedGradients, {}, kMostExplainSteps});
    CHECK(pass->done() == 0);
    CHECK(pass->total() == kMostExplainSteps + 2);
    int batches = 0;
    for (std::size_t before = 0; !pass->finished(); ++batches) {
        pass->step();
        REQUIRE(pass->done() > before);
        before = pass->done();
    }
    CHECK(batches > 3);
    // However many batches: the same integral.
    const Explanation atOnce = explain(*model, {kText}, ExplainMethod::IntegratedGradients, {}, 500);
    for (std::size_t i = 0; i < atOnce.attributions.size(); ++i)
        CHECK(pass->explanation().attributions[i] == Approx(atOnce.attributions[i]).margin(2e-5));
}

TEST_CASE("What cannot be explained is refused with the reason")
{
    const auto model = classifier();
    for (const char* nothing : {"", "   ", "\x01\x02"})
        CHECK_THROWS_WITH(model->explain({nothing}, {}), ContainsSubstring("no word"));
    ExplainOptions options;
    options.label = 3;
    CHECK_THROWS_WITH(model->explain({kText}, options), ContainsSubstring("no class 3") && ContainsSubstring("neutral") && ContainsSubstring("0 to 2"));
    for (const std::size_t steps : {std::size_t{0}, kMostExplainSteps + 1}) {
        options = {};
        options.steps = steps;
        CHECK_THROWS_WITH(model->explain({kText}, options), ContainsSubstring("between 1 and 10000"));
    }
    options = {};
    options.maxLength = 1;
    CHECK_THROWS_WITH(model->explain({kText}, options), ContainsSubstring("maximum length"));
    options.maxLength = 4;
    CHECK(explain(*model, {kText}, ExplainMethod::Rollout).tokens.size() == 8);
    const Explanation cut = finish(*model->explain({kText}, options));
    CHECK(cut.tokens.size() == 4);
    CHECK(cut.fullLength == 8);
}

TEST_CASE("An explanation of a model in training is of the weights at its beginning, and the run is the same as without it")
{
    const TemporaryDirectory place;
    const auto begin = [&](const char* name) { return libTorchEngine().startTraining(request(place / name), {}, {}); };
    const auto undisturbed = begin("a"), asked = begin("b");
    const Outcome a = runAll(*undisturbed);

    for (int i = 0; i < 3; ++i)
        asked->step();
    const TextInput text{"the film was bad"};
    const ExplainOptions options{ExplainMethod::IntegratedGradients, 0};
    const Explanation atOnce = finish(*asked->explain(text, options));
    const auto dropped = asked->explain(text, {ExplainMethod::LeaveOneOut}), slow = asked->explain(text, options);
    dropped->step();
    slow->step();
    const Explanation before = slow->explanation();
    for (int i = 0; i < 3; ++i)
        asked->step();
    CHECK(asked->predict(text, {}).logits != before.logits);
    CHECK(finish(*slow).attributions == atOnce.attributions);
    CHECK(finish(*asked->explain(text, options)).attributions != atOnce.attributions);

    const Outcome b = runAll(*asked);
    CHECK(a.steps.back().loss == b.steps.back().loss);
    CHECK(weightsOf(place / "a") == weightsOf(place / "b"));
}
