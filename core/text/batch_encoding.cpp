#include "core/text/batch_encoding.h"

#include "core/error.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace attune::core {

namespace {

constexpr std::size_t kSlice = 64; // texts that a thread takes at a time

class Batch {
public:
    Batch(const Tokenizer& tokenizer, std::span<const TextInput> inputs, const EncodeOptions& options)
        : m_tokenizer(tokenizer)
        , m_inputs(inputs)
        , m_options(options)
        , m_encodings(inputs.size())
    {
    }

    /// Takes the next slice and encodes it; false when none is left or an earlier one has failed.
    bool encodeSlice()
    {
        const std::size_t begin = m_next.fetch_add(kSlice);
        if (begin >= m_inputs.size() || m_failed)
            return false;
        const std::size_t end = std::min(begin + kSlice, m_inputs.size());
        std::size_t at = begin;
        try {
            for (; at < end; ++at)
                m_encodings[at] = m_inputs[at].second ? m_tokenizer.encodePair(m_inputs[at].text, *m_inputs[at].second, m_options)
                                                      : m_tokenizer.encode(m_inputs[at].text, m_options);
        } catch (...) {
            const std::lock_guard lock(m_failureLock);
            if (!m_failure || at < m_failedAt) {
                m_failure = std::current_exception();
                m_failedAt = at;
            }
            m_failed = true;
        }
        m_done += end - begin;
        return true;
    }

    std::size_t done() const { return m_done; }

    /// After all threads are done.
    std::vector<Encoding> take()
    {
        if (m_failure)
            std::rethrow_exception(m_failure);
        return std::move(m_encodings);
    }

private:
    const Tokenizer& m_tokenizer;
    std::span<const TextInput> m_inputs;
    const EncodeOptions& m_options;
    std::vector<Encoding> m_encodings;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::size_t> m_done = 0;
    std::atomic<bool> m_failed = false;
    std::mutex m_failureLock;
    std::exception_ptr m_failure;
    std::size_t m_failedAt = 0;
};

} // namespace

std::vector<Encoding> encodeAll(const Tokenizer& tokenizer, std::span<const TextInput> inputs, const EncodeOptions& options, int threads,
    const Progress& progress, std::stop_token stop)
{
    Batch batch(tokenizer, inputs, options);
    {
        const std::size_t slices = (inputs.size() + kSlice - 1) / kSlice;
        const std::size_t helpers = std::min(slices, static_cast<std::size_t>(std::max(threads, 1))) - (slices > 0);
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < helpers; ++i)
            workers.emplace_back([&batch, &stop] {
                while (!stop.stop_requested() && batch.encodeSlice()) {
                }
            });
        while (!stop.stop_requested() && batch.encodeSlice())
            if (progress)
                progress(batch.done(), inputs.size());
    }
    if (stop.stop_requested())
        throw Error("Cutting the texts into tokens was stopped.");
    auto encodings = batch.take();
    if (progress)
        progress(inputs.size(), inputs.size());
    return encodings;
}

} // namespace attune::core
