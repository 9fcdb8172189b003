#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace attune::core {

/// Makes the parts of something on several threads, for one that takes them in order. Not all of them lie ready at a time.
template <typename Part> class OrderedParts {
public:
    /// `make(i)` is called on any thread, for each of `count` parts once.
    OrderedParts(std::size_t count, unsigned threads, std::function<Part(std::size_t)> make)
        : m_make(std::move(make))
        , m_parts(count)
        , m_ahead(2 * std::size_t{threads})
    {
        for (unsigned i = 0; i < threads; ++i)
            m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }

    ~OrderedParts()
    {
        {
            const std::lock_guard lock(m_mutex); // between a thread's look at its token and its sleep nothing may change
            for (std::jthread& thread : m_threads)
                thread.request_stop();
        }
        m_changed.notify_all();
    }

    OrderedParts(const OrderedParts&) = delete;
    OrderedParts& operator=(const OrderedParts&) = delete;

    std::size_t size() const { return m_parts.size(); }

    /// Waits for the next part. Throws what making one threw.
    Part take()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_parts[m_taken].has_value() || m_failure; });
        if (m_failure)
            std::rethrow_exception(m_failure);
        Part part = std::move(*m_parts[m_taken]);
        m_parts[m_taken++].reset();
        lock.unlock();
        m_changed.notify_all();
        return part;
    }

private:
    void work(const std::stop_token& stop)
    {
        for (;;) {
            std::size_t part = 0;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [&] { return stop.stop_requested() || m_next == m_parts.size() || m_next < m_taken + m_ahead; });
                if (stop.stop_requested() || m_next == m_parts.size())
                    return;
                part = m_next++;
            }
            std::optional<Part> made;
            std::exception_ptr failure;
            try {
                made = m_make(part);
            } catch (...) {
                failure = std::current_exception();
            }
            {
                const std::lock_guard lock(m_mutex);
                m_parts[part] = std::move(made);
                if (failure)
                    m_failure = failure;
            }
            m_changed.notify_all();
        }
    }

    std::function<Part(std::size_t)> m_make;
    std::vector<std::optional<Part>> m_parts;
    std::size_t m_ahead; ///< parts that may lie ready: what they hold is not held twice
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_next = 0;
    std::size_t m_taken = 0;
    std::exception_ptr m_failure;
    std::vector<std::jthread> m_threads; ///< last: they end before what they use
};

} // namespace attune::core
