#include "ui/dataset/length_counter.h"

#include "core/text/batch_encoding.h"

#include <QThread>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kAtOnce = 8192; // texts, whose tokens lie in memory together
constexpr std::size_t kMostBins = 48;

} // namespace

class LengthCounter::Memory {
public:
    const core::Tokenizer& tokenizer(const std::filesystem::path& checkpoint)
    {
        if (!m_tokenizer || m_checkpoint != checkpoint) {
            m_tokenizer.reset();
            m_tokenizer.emplace(core::Tokenizer::fromDirectory(checkpoint));
            m_checkpoint = checkpoint;
        }
        return *m_tokenizer;
    }

private:
    std::filesystem::path m_checkpoint;
    std::optional<core::Tokenizer> m_tokenizer;
};

std::size_t TokenLengths::cutBy(std::size_t maximum) const
{
    return static_cast<std::size_t>(sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), maximum));
}

LengthCounter::LengthCounter(QObject* parent)
    : QObject(parent)
    , m_memory(std::make_shared<Memory>())
{
    m_queue.onProgress([this](std::uint64_t done, std::uint64_t total) { Q_EMIT progressed(done, total); });
}

void LengthCounter::count(std::shared_ptr<const core::Dataset> dataset, const std::filesystem::path& checkpoint)
{
    m_queue.cancel();
    m_queue.run(
        [memory = m_memory, dataset = std::move(dataset), checkpoint](const BackgroundQueue::Job& job) {
            const auto& tokenizer = memory->tokenizer(checkpoint);
            const auto& examples = dataset->examples;
            core::EncodeOptions options;
            options.maxLength = core::kLeastPairLength; // the whole length is told of a text that is cut, too
            // Half the processor: what the user does meanwhile goes before.
            const int threads = std::max(1, QThread::idealThreadCount() / 2);
            auto lengths = std::make_shared<TokenLengths>();
            lengths->sorted.reserve(examples.size());
            std::vector<core::TextInput> inputs;
            for (std::size_t begin = 0; begin < examples.size(); begin += kAtOnce) {
                job.progress(begin, examples.size());
                inputs.clear();
                for (std::size_t i = begin; i < std::min(begin + kAtOnce, examples.size()); ++i)
                    inputs.push_back(
                        {examples[i].text, examples[i].textPair ? std::optional(examples[i].textPair->view()) : std::nullopt});
                for (const auto& encoding : core::encodeAll(tokenizer, inputs, options, threads, {}, job.stop))
                    lengths->sorted.push_back(encoding.fullLength);
            }
            std::sort(lengths->sorted.begin(), lengths->sorted.end());
            lengths->histogram = core::lengthHistogram(lengths->sorted, kMostBins);
            // A few very long texts shall not make one bar of all the others.
            if (const auto& found = lengths->histogram; found.longest > 2 * found.percentile99)
                lengths->histogram = core::lengthHistogram(lengths->sorted, kMostBins * (found.longest / found.percentile99));
            return std::shared_ptr<const TokenLengths>(std::move(lengths));
        },
        [this](const Outcome<std::shared_ptr<const TokenLengths>>& outcome) {
            if (outcome.value)
                Q_EMIT counted(*outcome.value);
            else
                Q_EMIT failed(outcome.failure);
        });
}

} // namespace attune::ui
