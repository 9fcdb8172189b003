#include "core/runs/training_options.h"

#include "core/error.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <limits>

using namespace attune;
using core::TrainingOptions;

namespace {

void refused(const std::string& option, const std::string& shown, const std::function<void(TrainingOptions&)>& change)
{
    TrainingOptions options;
    change(options);
    INFO(option << " = " << shown);
    CHECK_THROWS_WITH(options.check(), ContainsSubstring(option + " is " + shown) && ContainsSubstring("must be"));
}

void accepted(const std::function<void(TrainingOptions&)>& change)
{
    TrainingOptions options;
    change(options);
    CHECK_NOTHROW(options.check());
}

core::ModelConfig sized(std::int64_t hidden, std::int64_t positions = 512)
{
    core::ModelConfig config;
    config.hiddenSize = hidden;
    config.maxPositionEmbeddings = positions;
    return config;
}

} // namespace

TEST_CASE("Each option that is out of its range is refused under HuggingFace's name")
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    const std::pair<const char*, double TrainingOptions::*> numbers[] = {
        {"learning_rate", &TrainingOptions::learningRate}, {"num_train_epochs", &TrainingOptions::numTrainEpochs},
        {"warmup_ratio", &TrainingOptions::warmupRatio},   {"weight_decay", &TrainingOptions::weightDecay},
        {"adam_beta1", &TrainingOptions::adamBeta1},       {"adam_beta2", &TrainingOptions::adamBeta2},
        {"adam_epsilon", &TrainingOptions::adamEpsilon},   {"max_grad_norm", &TrainingOptions::maxGradNorm}};
    for (const auto& [name, member] : numbers) {
        refused(name, "nan", [option = member](auto& o) { o.*option = nan; });
        refused(name, "inf", [option = member](auto& o) { o.*option = infinity; });
        refused(name, "-0.5", [option = member](auto& o) { o.*option = -0.5; });
    }
    refused("learning_rate", "0", [](auto& o) { o.learningRate = 0; });
    refused("learning_rate", "1.5", [](auto& o) { o.learningRate = 1.5; });
    refused("num_train_epochs", "0", [](auto& o) { o.numTrainEpochs = 0; });
    refused("max_steps", "0", [](auto& o) { o.maxSteps = 0; });
    refused("per_device_train_batch_size", "0", [](auto& o) { o.batchSize = 0; });
    refused("per_device_train_batch_size", "-3", [](auto& o) { o.batchSize = -3; });
    refused("max_seq_length", "2", [](auto& o) { o.maxSeqLength = 2; });
    refused("warmup_ratio", "1.1", [](auto& o) { o.warmupRatio = 1.1; });
    refused("warmup_steps", "-1", [](auto& o) { o.warmupSteps = -1; });
    refused("weight_decay", "2", [](auto& o) { o.weightDecay = 2; });
    refused("adam_beta1", "1", [](auto& o) { o.adamBeta1 = 1; });
    refused("adam_beta2", "1", [](auto& o) { o.adamBeta2 = 1; });
    refused("adam_epsilon", "0", [](auto& o) { o.adamEpsilon = 0; });
    refused("eval_steps", "0", [](auto& o) { o.evalSteps = 0; });
    refused("eval_steps", "2.5", [](auto& o) { o.evalSteps = 2.5; });
    refused("optim", "\"adagrad\"", [](auto& o) { o.optim = "adagrad"; });
    refused("lr_scheduler_type", "\"step\"", [](auto& o) { o.lrSchedulerType = "step"; });
    refused("learning_rate", "1e-09", [](auto& o) { // it would rise, to the end that transformers gives this schedule
        o.lrSchedulerType = "polynomial";
        o.learningRate = 1e-9;
    });
    refused("label_smoothing_factor", "1", [](auto& o) { o.labelSmoothingFactor = 1; });
    refused("dropout", "1", [](auto& o) { o.dropout = 1; });
    refused("layerwise_lr_decay", "0", [](auto& o) { o.layerwiseLrDecay = 0; });
    refused("freeze_layers", "-1", [](auto& o) { o.freezeLayers = -1; });
    refused("gradient_accumulation_steps", "0", [](auto& o) { o.gradientAccumulationSteps = 0; });
    refused("save_total_limit", "0", [](auto& o) { o.saveTotalLimit = 0; });
    refused("metric_for_best_model", "\"f1\"", [](auto& o) { o.metricForBestModel = "f1"; });
    refused("precision", "\"fp8\"", [](auto& o) { o.precision = "fp8"; });
    for (const std::string weights : {"", "some", "1,", ",1", "1;2", "0,1", "-1,2", "nan,1", "1,inf"})
        refused("class_weights", "\"" + weights + "\"", [&](auto& o) { o.classWeights = weights; });
    for (const std::string device : {"gpu", "", "cuda:", "cuda:x", "cuda:-1", "cuda:0x", "cuda0", "cuda:99999999999"})
        refused("device", "\"" + device + "\"", [&](auto& o) { o.device = device; });
}

TEST_CASE("Options at the ends of their ranges are accepted")
{
    accepted([](auto&) {});
    accepted([](auto& o) { o.learningRate = 1; });
    accepted([](auto& o) { o.numTrainEpochs = 0.01; });
    accepted([](auto& o) { o.warmupRatio = 0; });
    accepted([](auto& o) { o.warmupRatio = 1; });
    accepted([](auto& o) { o.warmupSteps = 0; });
    accepted([](auto& o) { o.weightDecay = 0; });
    accepted([](auto& o) { o.adamBeta1 = 0; });
    accepted([](auto& o) { o.batchSize = 1; });
    accepted([](auto& o) { o.maxGradNorm = 0; });
    accepted([](auto& o) { o.evalSteps = 0.25; });
    accepted([](auto& o) { o.classWeights = "0.5,1,2.5e1"; });
    accepted([](auto& o) { o.dropout = 0; });
    for (const char* device : {"auto", "cpu", "cuda", "cuda:0", "cuda:12", "mps"})
        accepted([&](auto& o) { o.device = device; });
    accepted([](auto& o) { o.maxSeqLength = 3; });
    accepted([](auto& o) { o.seed = std::numeric_limits<std::uint64_t>::max(); });
    accepted([](auto& o) { o.device = "cuda"; });
}

TEST_CASE("Options that another overrides are not looked at")
{
    accepted([](auto& o) { o.maxSteps = 10, o.numTrainEpochs = 0; });
    accepted([](auto& o) { o.warmupSteps = 10, o.warmupRatio = 2; });
}

TEST_CASE("Options survive being written as JSON and read again, and what a file leaves out stays as it is")
{
    TrainingOptions options;
    options.learningRate = 0.1 + 0.2;
    options.maxSteps = 7;
    options.evalSteps = 0.25;
    options.classWeights = "balanced";
    options.dropout = 0.3;
    options.freezeEmbeddings = true;
    options.seed = 18446744073709551615u;
    const auto json = core::toJson(options);
    CHECK(core::withJson({}, nlohmann::ordered_json::parse(json.dump()), "run.json") == options);
    CHECK(core::withJson(options, {{"freeze_layers", 3}}, "a file").learningRate == options.learningRate);
    CHECK(core::withJson(options, {{"max_steps", nullptr}}, "a file").maxSteps == std::nullopt);
    CHECK(core::withJson({}, {{"max_steps", 3.0}}, "a file").maxSteps == 3);
    CHECK_THROWS_WITH(core::withJson({}, {{"learning_rte", 1}}, "my.json"), ContainsSubstring("my.json") && ContainsSubstring("\"learning_rte\" is unknown"));
    CHECK_THROWS_WITH(core::withJson({}, {{"learning_rate", "high"}}, "my.json"), ContainsSubstring("learning_rate is \"high\""));
    CHECK_THROWS_WITH(core::withJson({}, {{"max_steps", 2.5}}, "my.json"), ContainsSubstring("max_steps is 2.5"));
    CHECK_THROWS_WITH(core::withJson({}, nlohmann::ordered_json::array(), "my.json"), ContainsSubstring("no JSON object"));
}

TEST_CASE("What differs between two sets of options is told by name")
{
    TrainingOptions before, now;
    CHECK(core::differences(now, before).empty());
    now.learningRate = 1e-4;
    now.maxSteps = 10;
    CHECK(core::differences(now, before) == std::vector<std::string>{"learning_rate: 0.0001 instead of 5e-05", "max_steps: 10 instead of null"});
}

TEST_CASE("Balanced class weights are scikit-learn's, and given ones must be as many as the labels")
{
    TrainingOptions options;
    CHECK(core::classWeightsOf(options, {1, 3}).empty());
    options.classWeights = "balanced";
    CHECK(core::classWeightsOf(options, {1, 3}) == std::vector<double>{2, 4.0 / 6});
    options.classWeights = "0.5,1,2.5";
    CHECK(core::classWeightsOf(options, {1, 3, 5}) == std::vector<double>{0.5, 1, 2.5});
    CHECK_THROWS_WITH(core::classWeightsOf(options, {1, 3}), ContainsSubstring("3 numbers") && ContainsSubstring("2 labels"));
}

TEST_CASE("Learning rate and epochs follow the model's size")
{
    const std::tuple<std::int64_t, double, double> expected[] = {
        {24, 3e-4, 4}, {128, 3e-4, 4}, {256, 1e-4, 4}, {384, 1e-4, 4}, {512, 5e-5, 4}, {768, 2e-5, 3}, {1024, 2e-5, 3}};
    for (const auto& [hidden, rate, epochs] : expected) {
        const TrainingOptions options = core::defaultOptions(sized(hidden));
        INFO("hidden " << hidden);
        CHECK(options.learningRate == rate);
        CHECK(options.numTrainEpochs == epochs);
        CHECK_FALSE(options.maxSeqLength);
        CHECK_NOTHROW(options.check());
    }
}
