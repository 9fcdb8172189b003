#include "core/engine/loader.h"
#include "core/error.h"

#ifndef FAKE_INTERFACE
#define FAKE_INTERFACE ::attune::core::kEngineInterface
#endif

namespace {

using namespace attune::core;

/// Answers one question and refuses the rest.
class FakeEngine : public Engine {
public:
    RuntimeReport runtime() const override
    {
        RuntimeReport report;
        report.torchVersion = "fake";
        return report;
    }
    MachineSpeed measureSpeed(const ModelConfig&, const TrainingOptions&, double) override { refuse(); }
    std::unique_ptr<Classifier> openClassifier(const std::filesystem::path&, const std::string&) override { refuse(); }
    std::unique_ptr<Classifier> openEncoder(const std::filesystem::path&, const std::string&) override { refuse(); }
    std::unique_ptr<Classifier> openBefore(const std::filesystem::path&, const std::string&) override { refuse(); }
    std::unique_ptr<TrainingSession> startTraining(TrainingRequest, const Progress&, std::stop_token) override { refuse(); }
    std::unique_ptr<TrainingSession> resumeTraining(ResumeRequest, const Progress&, std::stop_token) override { refuse(); }
    void writeNewCheckpoint(const NewCheckpoint&, const std::filesystem::path&) override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw Error("The fake engine computes nothing.", "Load another."); }
};

} // namespace

#ifdef FAKE_FOREIGN
extern "C" int attuneSomethingElse() { return 0; }
#else
namespace {

Engine& engine()
{
    static FakeEngine fake;
    return fake;
}

} // namespace

extern "C" const EngineEntry& attuneEngineEntry()
{
    static const EngineEntry entry{FAKE_INTERFACE, engine};
    return entry;
}
#endif
