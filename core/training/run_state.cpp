#include "core/training/run_state.h"

#include "core/checkpoint/safetensors.h"
#include "core/error.h"
#include "core/runs/events.h"

#include <algorithm>
#include <cstring>

namespace attune::core {

namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kKey = "attune_state";

fs::path folderOf(const fs::path& run) { return run / "checkpoint"; }

std::string nameOf(std::int64_t step)
{
    std::string digits = std::to_string(step);
    return "state-" + std::string(digits.size() < 9 ? 9 - digits.size() : 0, '0') + digits + ".safetensors";
}

/// The states of a run, newest first.
std::vector<fs::path> statesOf(const fs::path& run)
{
    std::vector<fs::path> files;
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(folderOf(run), absent)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("state-") && name.ends_with(".safetensors"))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end(), std::greater<>());
    return files;
}

std::string hexadecimal(std::uint64_t value)
{
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
    return text;
}

Json toJson(const RunState& state)
{
    return {{"step", state.step},
            {"micro_batches", state.trainer.microBatches},
            {"optimizer_steps", state.trainer.steps},
            {"loss_scale", state.trainer.lossScale},
            {"steps_since_overflow", state.trainer.stepsSinceOverflow},
            {"evaluated_step", state.evaluatedStep},
            {"evaluations_without_gain", state.evaluationsWithoutGain},
            {"best", state.best ? bestToJson(*state.best) : Json(nullptr)},
            {"seconds", state.seconds},
            {"micro_batch_tokens", state.microBatchTokens},
            {"precision", state.precision},
            {"train_data", hexadecimal(state.trainData)},
            {"validation_data", hexadecimal(state.validationData)},
            {"test_data", state.testData ? Json(hexadecimal(*state.testData)) : Json(nullptr)}};
}

RunState fromJson(const Json& json)
{
    RunState state;
    state.step = json.at("step");
    state.trainer.microBatches = json.at("micro_batches");
    state.trainer.steps = json.at("optimizer_steps");
    state.trainer.lossScale = json.at("loss_scale");
    state.trainer.stepsSinceOverflow = json.at("steps_since_overflow");
    state.evaluatedStep = json.at("evaluated_step");
    state.evaluationsWithoutGain = json.at("evaluations_without_gain");
    if (!json.at("best").is_null()) {
        state.best = evaluationFromJson(json.at("best"), "the saved state");
        state.best->best = true;
    }
    state.seconds = json.at("seconds");
    state.microBatchTokens = json.at("micro_batch_tokens");
    state.precision = json.at("precision");
    state.trainData = std::stoull(json.at("train_data").get<std::string>(), nullptr, 16);
    state.validationData = std::stoull(json.at("validation_data").get<std::string>(), nullptr, 16);
    if (json.contains("test_data") && !json.at("test_data").is_null())
        state.testData = std::stoull(json.at("test_data").get<std::string>(), nullptr, 16);
    return state;
}

/// Every tensor of a run by its name in the file: the weights under their own, the moments behind "optimizer.".
std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const BertForSequenceClassification& model, const Trainer& trainer)
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const auto& entry : model.named_parameters())
        tensors.emplace_back(entry.key(), entry.value());
    for (auto& [name, tensor] : trainer.optimizerTensors())
        tensors.emplace_back("optimizer." + name, tensor);
    return tensors;
}

} // namespace

void saveRunState(const fs::path& run, const RunState& state, const BertForSequenceClassification& model, const Trainer& trainer, std::int64_t keep)
{
    std::vector<torch::Tensor> onCpu; // what the bytes belong to
    std::vector<StoredTensor> stored;
    for (const auto& [name, tensor] : tensorsOf(model, trainer)) {
        onCpu.push_back(tensor.detach().to(torch::kCPU).contiguous());
        StoredTensor entry;
        entry.name = name;
        entry.dtype = "F32";
        entry.shape = tensor.sizes().vec();
        entry.bytes = {static_cast<const std::byte*>(onCpu.back().data_ptr()), onCpu.back().nbytes()};
        stored.push_back(std::move(entry));
    }
    std::error_code fault;
    fs::create_directories(folderOf(run), fault); // what fails here fails with its reason when the file is written
    writeSafetensors(folderOf(run) / nameOf(state.step), stored, {{"format", "pt"}, {kKey, toText(toJson(state))}});

    const std::vector<fs::path> files = statesOf(run);
    for (std::size_t i = static_cast<std::size_t>(keep); i < files.size(); ++i)
        fs::remove(files[i], fault);
}

bool holdsRunState(const fs::path& run) { return !statesOf(run).empty(); }

SavedRunState::SavedRunState(const fs::path& run)
{
    for (const fs::path& file : statesOf(run)) {
        try {
            const SafetensorsFile content(file);
            m_state = fromJson(Json::parse(content.metadata().at(kKey)));
            m_file = file;
            return;
        } catch (const std::exception&) {
            // An older one, if there is any, is better than none.
        }
    }
    throw Error("The run " + run.string() + " holds no saved state to go on from.", "Train again: a run saves its state at every evaluation and when it is paused.");
}

void SavedRunState::restore(BertForSequenceClassification& model, Trainer& trainer) const
{
    const SafetensorsFile content(m_file);
    torch::NoGradGuard noGrad;
    for (auto& [name, tensor] : tensorsOf(model, trainer)) {
        const StoredTensor* stored = content.find(name);
        if (!stored || stored->dtype != "F32" || stored->shape != tensor.sizes().vec())
            throw Error("The saved state " + m_file.string() + " does not fit this run: " + name + (stored ? " has another shape." : " is not in it."),
                        "Resume with the options and the checkpoint that the run was begun with.");
        const torch::Tensor bytes
            = torch::from_blob(const_cast<std::byte*>(stored->bytes.data()), tensor.sizes(), torch::kFloat32); // read only
        tensor.copy_(bytes);
    }
    trainer.restore(m_state.trainer);
}

} // namespace attune::core
