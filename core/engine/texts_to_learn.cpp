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
    LengthCounter(const Tokenizer& tokenizer, const TrainingOptions& options, std::size_t texts, std::stop_token stop)
        : m_tokenizer(tokenizer)
        , m_stride(std::max<std::size_t>(1, texts / kMostTextsCounted))
        , m_stop(std::move(stop))
    {
        m_how.maxLength = static_cast<std::size_t>(options.maxSeqLength);
    }

    void count(const Dataset& dataset)
    {
        for (std::size_t i = 0; i < dataset.examples.size(); ++i) {
            const Example& example = dataset.examples[i];
            m_bytes += example.text.view().size() + (example.textPair ? example.textPair->view().size() : 0);
            ++m_texts;
            if (m_position++ % m_stride != 0)
                continue;
            if (m_counted % 256 == 0 && m_stop.stop_requested())
                throw Error("The counting of tokens was stopped.");
            const Encoding encoding = example.textPair ? m_tokenizer.encodePair(example.text.view(), example.textPair->view(), m_how)
                                                       : m_tokenizer.encode(example.text.view(), m_how);
            m_tokens += encoding.ids.size();
            m_longest = std::max(m_longest, encoding.ids.size());
            ++m_counted;
        }
    }

    TextsToLearn result() const
    {
        TextsToLearn texts;
        texts.meanTokens = m_counted ? static_cast<double>(m_tokens) / static_cast<double>(m_counted) : 0;
        texts.longest = static_cast<std::int64_t>(m_longest);
        const double tokens = texts.meanTokens * static_cast<double>(m_texts);
        texts.bytes = m_bytes + static_cast<std::uint64_t>(12 * tokens + 250 * static_cast<double>(m_texts)); // id and range; the vectors around
        return texts;
    }

private:
    const Tokenizer& m_tokenizer;
    std::size_t m_stride, m_position = 0, m_counted = 0, m_tokens = 0, m_longest = 0, m_texts = 0;
    std::uint64_t m_bytes = 0;
    EncodeOptions m_how;
    std::stop_token m_stop;
};

std::int64_t sizeOf(const Dataset& dataset) { return static_cast<std::int64_t>(dataset.examples.size()); }

} // namespace

TextsToLearn textsOf(const DataSplit& data, const Tokenizer& tokenizer, const TrainingOptions& options, std::stop_token stop)
{
    LengthCounter counter(tokenizer, options, data.train.examples.size() + data.validation.examples.size() + data.test.examples.size(), std::move(stop));
    for (const Dataset* part : {&data.train, &data.validation, &data.test})
        counter.count(*part);
    TextsToLearn texts = counter.result();
    texts.train = sizeOf(data.train);
    texts.validation = sizeOf(data.validation);
    texts.test = sizeOf(data.test);
    texts.labels = static_cast<std::int64_t>(data.train.labels.size());
    return texts;
}

TextsToLearn textsOf(const Dataset& dataset, double validationShare, const Tokenizer& tokenizer, const TrainingOptions& options, std::stop_token stop)
{
    LengthCounter counter(tokenizer, options, dataset.examples.size(), std::move(stop));
    counter.count(dataset);
    TextsToLearn texts = counter.result();
    texts.validation = std::llround(validationShare * static_cast<double>(sizeOf(dataset)));
    texts.train = sizeOf(dataset) - texts.validation;
    texts.labels = static_cast<std::int64_t>(dataset.labels.size());
    return texts;
}

} // namespace attune::core
