#include "core/engine/forecast.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>

namespace attune::core {

namespace {

constexpr std::size_t kMostTextsCounted = 8192;

/// Counts some thousands of the texts, evenly spread, and supposes the others to be like them.
class LengthCounter {
public:
    LengthCounter(const Tokenizer& tokenizer, const ModelConfig& config, const TrainingOptions& options, std::size_t texts, std::stop_token stop)
        : m_tokenizer(tokenizer)
        , m_stride(std::max<std::size_t>(1, texts / kMostTextsCounted))
        , m_stop(std::move(stop))
    {
        const auto readable = static_cast<std::int64_t>(tokenizer.options().modelMaxLength.value_or(static_cast<std::size_t>(kMostTokensByItself)));
        m_how.maxLength = static_cast<std::size_t>(options.maxSeqLength.value_or(std::min({kMostTokensByItself, config.maxPositionEmbeddings, readable})));
        m_byTheData = !options.maxSeqLength;
    }

    void count(const Dataset& dataset)
    {
        for (std::size_t i = 0; i < dataset.examples.size(); ++i) {
            const Example& example = dataset.examples[i];
            m_bytes += example.text.view().size() + (example.textPair ? example.textPair->view().size() : 0);
            ++m_texts;
            if (m_position++ % m_stride != 0)
                continue;
            if (m_lengths.size() % 256 == 0 && m_stop.stop_requested())
                throw Error("The counting of tokens was stopped.");
            const Encoding encoding = example.textPair ? m_tokenizer.encodePair(example.text.view(), example.textPair->view(), m_how)
                                                       : m_tokenizer.encode(example.text.view(), m_how);
            m_lengths.push_back(encoding.fullLength);
        }
    }

    TextsToLearn result() const
    {
        const auto most = m_byTheData ? static_cast<std::size_t>(maxSeqLengthFor(m_lengths, static_cast<std::int64_t>(m_how.maxLength))) : m_how.maxLength;
        double tokens = 0;
        TextsToLearn texts;
        texts.maxLength = static_cast<std::int64_t>(most);
        for (const std::size_t length : m_lengths) {
            tokens += static_cast<double>(std::min(length, most));
            texts.longest = std::max(texts.longest, static_cast<std::int64_t>(std::min(length, most)));
        }
        texts.meanTokens = m_lengths.empty() ? 0 : tokens / static_cast<double>(m_lengths.size());
        tokens = texts.meanTokens * static_cast<double>(m_texts); // of all
        texts.bytes = m_bytes + static_cast<std::uint64_t>(12 * tokens + 250 * static_cast<double>(m_texts)); // id and range; the vectors around
        return texts;
    }

private:
    const Tokenizer& m_tokenizer;
    std::size_t m_stride, m_position = 0, m_texts = 0;
    std::vector<std::size_t> m_lengths;
    bool m_byTheData = false;
    std::uint64_t m_bytes = 0;
    EncodeOptions m_how;
    std::stop_token m_stop;
};

std::int64_t sizeOf(const Dataset& dataset) { return static_cast<std::int64_t>(dataset.examples.size()); }

} // namespace

TextsToLearn textsOf(const DataSplit& data, const Tokenizer& tokenizer, const ModelConfig& config, const TrainingOptions& options, std::stop_token stop)
{
    LengthCounter counter(tokenizer, config, options, data.train.examples.size() + data.validation.examples.size() + data.test.examples.size(), std::move(stop));
    for (const Dataset* part : {&data.train, &data.validation, &data.test})
        counter.count(*part);
    TextsToLearn texts = counter.result();
    texts.train = sizeOf(data.train);
    texts.validation = sizeOf(data.validation);
    texts.test = sizeOf(data.test);
    texts.labels = static_cast<std::int64_t>(data.train.labels.size());
    return texts;
}

TextsToLearn textsOf(const Dataset& dataset, double validationShare, const Tokenizer& tokenizer, const ModelConfig& config,
                     const TrainingOptions& options, std::stop_token stop)
{
    LengthCounter counter(tokenizer, config, options, dataset.examples.size(), std::move(stop));
    counter.count(dataset);
    TextsToLearn texts = counter.result();
    texts.validation = std::llround(validationShare * static_cast<double>(sizeOf(dataset)));
    texts.train = sizeOf(dataset) - texts.validation;
    texts.labels = static_cast<std::int64_t>(dataset.labels.size());
    return texts;
}

} // namespace attune::core
