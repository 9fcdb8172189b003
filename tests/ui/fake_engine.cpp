#include "tests/ui/fake_engine.h"

#include "core/error.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace attune::test {

namespace {

    /// Attributes as much to each token as its place is far from the first, after as many steps as it was asked for.
    class FakePass : public core::ExplanationPass {
    public:
        FakePass(const core::TextInput& text, const core::ExplainOptions& options)
            : m_total(options.steps)
        {
            const core::Prediction prediction = FakeEngine::prediction(std::string(text.text));
            m_explanation.method = options.method;
            m_explanation.steps = options.steps;
            m_explanation.labels = prediction.labels;
            m_explanation.label = options.label.value_or(prediction.label);
            m_explanation.logits = prediction.logits;
            m_explanation.probabilities = prediction.probabilities;
            m_explanation.tokens = prediction.tokens;
            m_explanation.fullLength = prediction.fullLength;
            m_explanation.maxLength = prediction.maxLength;
        }
        bool finished() const override { return m_done == m_total; }
        std::size_t done() const override { return m_done; }
        std::size_t total() const override { return m_total; }
        const core::Explanation& explanation() const override { return m_explanation; }
        void step() override
        {
            if (++m_done < m_total)
                return;
            for (std::size_t i = 0; i < m_explanation.tokens.size(); ++i)
                m_explanation.attributions.push_back(0.1F * float(i));
            if (m_explanation.method == core::ExplainMethod::IntegratedGradients)
                m_explanation.convergenceDelta = 0.002;
        }

    private:
        core::Explanation m_explanation;
        std::size_t m_done = 0, m_total;
    };

    class FakeClassifier : public core::Classifier {
    public:
        explicit FakeClassifier(FakeEngine& engine, bool before = false)
            : m_engine(engine)
            , m_before(before)
        {
            m_summary.config.labels = FakeEngine::prediction({}).labels;
        }
        const core::CheckpointSummary& summary() const override { return m_summary; }
        std::vector<core::Prediction> predictAll(std::span<const core::TextInput> texts, const core::PredictOptions&) override
        {
            std::this_thread::sleep_for(m_engine.behaviour.answerTime);
            std::vector<core::Prediction> predictions;
            for (const core::TextInput& input : texts) {
                m_engine.notePrediction(std::string(input.text));
                predictions.push_back(m_before ? FakeEngine::predictionBefore(std::string(input.text)) : FakeEngine::prediction(std::string(input.text)));
            }
            return predictions;
        }
        std::unique_ptr<core::ExplanationPass> explain(const core::TextInput& text, const core::ExplainOptions& options) override
        {
            return std::make_unique<FakePass>(text, options);
        }

    private:
        FakeEngine& m_engine;
        bool m_before;
        core::CheckpointSummary m_summary;
    };

    class FakeSession : public core::TrainingSession {
    public:
        FakeSession(FakeEngine& engine, const std::filesystem::path& run, const core::DataSplit& data, std::int64_t step = 0)
            : m_engine(engine)
        {
            const FakeBehaviour& behaviour = engine.behaviour;
            m_plan.directory = run;
            m_plan.totalSteps = behaviour.steps;
            m_plan.stepsPerEpoch = behaviour.steps;
            m_plan.evalSteps = behaviour.evalSteps;
            m_plan.trainExamples = std::int64_t(data.train.examples.size());
            m_plan.validationExamples = std::int64_t(data.validation.examples.size());
            m_plan.majorityAccuracy = 0.5;
            m_plan.labels = data.train.labels;
            if (!m_plan.labels.empty())
                m_plan.majorityLabel = m_plan.labels.front();
            m_plan.bestMetric = "accuracy";
            m_plan.device = "cpu";
            m_plan.precision = "bf16";
            m_plan.threads = 2;
            m_plan.microBatchTokens = behaviour.microBatchTokens;
            m_summary.directory = run;
            m_summary.steps = step;
            m_summary.status = core::RunStatus::Training;
            m_engine.sessionAlive = true;
        }
        ~FakeSession() override { m_engine.sessionAlive = false; }

        const core::TrainingPlan& plan() const override { return m_plan; }
        bool finished() const override
        {
            return m_summary.status != core::RunStatus::Training && m_summary.status != core::RunStatus::Paused;
        }
        core::RunSummary summary() const override { return m_summary; }

        core::StepResult step() override
        {
            m_engine.inStep = true;
            std::this_thread::sleep_for(m_engine.behaviour.stepTime);
            m_engine.inStep = false;
            const std::int64_t number = m_summary.steps + 1;
            m_summary.status = core::RunStatus::Training;
            if (m_engine.behaviour.shortMemoryStep && number >= *m_engine.behaviour.shortMemoryStep && m_plan.microBatchTokens > m_engine.tokensThatFit)
                return makeRoom();
            if (m_engine.behaviour.fullDiskStep == number && m_engine.diskIsFull)
                throw core::Error("Cannot write " + (m_plan.directory / "metrics.jsonl").string() + ": No space left on device.",
                    "Free some space there.");
            m_summary.steps = number;
            if (m_engine.behaviour.failingStep == number) {
                m_summary.status = core::RunStatus::Failed;
                throw core::Error("The loss is no longer a number at step " + std::to_string(number) + ".", "Use a smaller learning rate.");
            }
            if (m_engine.behaviour.crashingStep == number)
                throw std::runtime_error("expected a tensor");
            ++m_engine.stepsMade;
            core::StepResult result;
            result.step = core::StepMetrics{number, double(number) / double(m_plan.totalSteps), 1.0 / double(number), 0.5, 1e-4, 1.0, 32, 400,
                double(number), 32.0};
            if (number % m_plan.evalSteps == 0) {
                result.evaluation = core::EvaluationMetrics{number, result.step->epoch, 0.5, 0.5 + 0.01 * double(number), 0.5, 8, double(number), true};
                m_summary.best = *result.evaluation;
                if (m_examined) {
                    m_engine.noteExamined(m_examined->text);
                    result.examination = m_plan.directory / "examinations";
                }
            }
            if (number >= m_plan.totalSteps)
                m_summary.status = core::RunStatus::Finished;
            return result;
        }

        void pause() override
        {
            ++m_engine.pauses;
            m_summary.status = core::RunStatus::Paused;
        }
        void stop() override { m_summary.status = core::RunStatus::Stopped; }

        core::Prediction predict(const core::TextInput& text, const core::PredictOptions&) override
        {
            m_engine.notePrediction(std::string(text.text));
            return FakeEngine::prediction(std::string(text.text));
        }
        std::unique_ptr<core::ExplanationPass> explain(const core::TextInput& text, const core::ExplainOptions& options) override
        {
            return std::make_unique<FakePass>(text, options);
        }
        void examine(std::optional<core::ExaminedText> text) override { m_examined = std::move(text); }

    private:
        /// As a graphics card's memory is made do with: the step is computed again in smaller parts, down to the longest text.
        core::StepResult makeRoom()
        {
            const std::string had = std::to_string(m_plan.microBatchTokens);
            if (m_plan.microBatchTokens <= m_engine.behaviour.longestText)
                throw core::Error("There is not enough memory for " + had + " tokens at once, and a single text may have as many.",
                    "Close other programs, or stop and train again with a smaller max_seq_length.", "CUDA out of memory.");
            m_plan.microBatchTokens = std::max(m_engine.behaviour.longestText, m_plan.microBatchTokens / 2);
            core::StepResult result;
            result.notice = "There is not enough memory for " + had + " tokens at once: the training goes on with "
                + std::to_string(m_plan.microBatchTokens) + ", and the step is computed again.";
            return result;
        }

        FakeEngine& m_engine;
        core::TrainingPlan m_plan;
        core::RunSummary m_summary;
        std::optional<core::ExaminedText> m_examined;
    };

} // namespace

FakeEngine::FakeEngine(FakeBehaviour chosen)
    : behaviour(std::move(chosen))
{
}

core::RuntimeReport FakeEngine::runtime() const
{
    core::RuntimeReport report;
    report.torchVersion = "0.0";
    report.blas = "OpenBLAS";
    report.processor = "Fake processor";
    report.threads = 2;
    report.coresAllowed = 2;
    report.devices = {{"cpu", "a processor", 0, 0, {core::Precision::Fp32}}};
    report.chosenDevice = "cpu";
    return report;
}

core::MachineSpeed FakeEngine::measureSpeed(const core::ModelConfig&, const core::TrainingOptions&, double)
{
    ++speedsMeasured;
    return {core::Precision::Fp32, 1e11, 1e9};
}

std::unique_ptr<core::Classifier> FakeEngine::openClassifier(const std::filesystem::path& checkpoint, const std::string&)
{
    if (!behaviour.opensClassifiers)
        throw core::Error(checkpoint.string() + " holds no classifier.", "Train it first.");
    ++classifiersOpened;
    return std::make_unique<FakeClassifier>(*this);
}

std::unique_ptr<core::Classifier> FakeEngine::openEncoder(const std::filesystem::path&, const std::string&)
{
    return std::make_unique<FakeClassifier>(*this);
}

std::unique_ptr<core::Classifier> FakeEngine::openBefore(const std::filesystem::path& run, const std::string&)
{
    if (!behaviour.opensClassifiers)
        throw core::Error("The run " + run.string() + " has no trained model yet.", "Let it come to its first evaluation.");
    ++beforesOpened;
    return std::make_unique<FakeClassifier>(*this, true);
}

void FakeEngine::prepare(const std::stop_token& stop) const
{
    const auto end = std::chrono::steady_clock::now() + behaviour.preparationTime;
    while (std::chrono::steady_clock::now() < end) {
        if (stop.stop_requested())
            throw core::Error("Tokenizing was stopped.");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::unique_ptr<core::TrainingSession> FakeEngine::startTraining(
    core::TrainingRequest request, const core::Progress& progress, std::stop_token stop)
{
    prepare(stop);
    for (std::uint64_t done = 0; done <= 1000; ++done)
        progress(done, 1000);
    trainExamples = request.data.train.examples.size();
    return std::make_unique<FakeSession>(*this, request.output, request.data);
}

std::unique_ptr<core::TrainingSession> FakeEngine::resumeTraining(core::ResumeRequest request, const core::Progress&, std::stop_token stop)
{
    if (sessionAlive)
        throw core::Error("The run " + request.run.string() + " is being trained by another program.", "Wait for it, or pause it there.");
    prepare(stop);
    trainExamples = request.data.train.examples.size();
    resumed = request;
    return std::make_unique<FakeSession>(*this, request.run, request.data, stepsMade);
}

void FakeEngine::writeNewCheckpoint(const core::NewCheckpoint&, const std::filesystem::path& directory)
{
    throw core::Error("The fake engine writes no checkpoint to " + directory.string() + ".");
}

core::Prediction FakeEngine::prediction(const std::string& text)
{
    core::Prediction result;
    result.labels = {"negative", "positive"};
    result.probabilities = {0.25F, 0.75F};
    result.logits = {0.0F, 1.0986F};
    result.label = 1;
    result.maxLength = 128;
    result.tokens.push_back({"[CLS]", 2, {}});
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const auto begin = std::uint32_t(words.eof() ? text.size() - word.size() : std::size_t(words.tellg()) - word.size());
        result.tokens.push_back({word, 5, {begin, begin + std::uint32_t(word.size())}});
    }
    result.tokens.push_back({"[SEP]", 3, {}});
    result.fullLength = result.tokens.size();
    const std::size_t tokens = result.tokens.size();
    result.attention = {2, 2, tokens, std::vector<float>(2 * 2 * tokens * tokens, 1.0F / float(tokens))};
    return result;
}

core::Prediction FakeEngine::predictionBefore(const std::string& text)
{
    core::Prediction result = prediction(text);
    result.probabilities = {0.5F, 0.5F};
    result.logits = {0, 0};
    const std::size_t tokens = result.tokens.size();
    for (std::size_t i = 0; i < result.attention.values.size(); ++i)
        result.attention.values[i] = i / tokens % tokens == i % tokens ? 1.0F : 0.0F;
    return result;
}

void FakeEngine::noteExamined(const std::string& text)
{
    const std::lock_guard lock(m_mutex);
    m_examinedTexts.push_back(text);
}

std::vector<std::string> FakeEngine::examinedTexts() const
{
    const std::lock_guard lock(m_mutex);
    return m_examinedTexts;
}

void FakeEngine::notePrediction(const std::string& text)
{
    const std::lock_guard lock(m_mutex);
    m_predictedTexts.push_back(text);
}

std::vector<std::string> FakeEngine::predictedTexts() const
{
    const std::lock_guard lock(m_mutex);
    return m_predictedTexts;
}

} // namespace attune::test
