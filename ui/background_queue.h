#pragma once

#include "ui/failure.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>

#include <functional>
#include <new>
#include <optional>
#include <stop_token>
#include <type_traits>

namespace attune::ui {

/// What became of a function that ran in the background: its value, or why there is none.
template <typename Value> struct Outcome {
    std::optional<Value> value;
    Failure failure;
};

/// Runs functions away from the GUI thread, in the order of the calls, and answers in the GUI thread. cancel() makes everything
/// asked so far stale: running work is told to stop, and no answer of it arrives any more.
class BackgroundQueue : public QObject {
public:
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    /// What work may look at while it runs.
    struct Job {
        std::stop_token stop;
        Progress progress; ///< callable as often as one likes: reaches the GUI thread 25 times a second at most
    };

    explicit BackgroundQueue(QObject* parent = nullptr)
        : QObject(parent)
    {
        m_pool.setMaxThreadCount(1);
    }

    ~BackgroundQueue() override
    {
        cancel();
        m_pool.waitForDone();
    }

    void onProgress(Progress progress) { m_progress = std::move(progress); }

    void cancel()
    {
        m_stop.request_stop();
        m_stop = std::stop_source();
        ++m_generation;
    }

    /// `work(const Job&)` returns a value in the background; `done(Outcome<Value>)` is called with it in this object's thread.
    template <typename Work, typename Done> void run(Work work, Done done)
    {
        using Value = std::invoke_result_t<Work, const Job&>;
        const auto generation = m_generation;
        const Job job{m_stop.get_token(), throttled(generation)};
        m_pool.start([this, generation, job, work = std::move(work), done = std::move(done)] {
            deliver(generation, [outcome = attempt<Value>(work, job), done] { done(outcome); });
        });
    }

private:
    template <typename Value, typename Work> static Outcome<Value> attempt(const Work& work, const Job& job)
    {
        try {
            return {work(job), {}};
        } catch (const core::Error& error) {
            return {std::nullopt, Failure::of(error)};
        } catch (const std::bad_alloc&) {
            return {std::nullopt,
                {QCoreApplication::translate("BackgroundQueue", "The memory of this computer is used up."),
                    QCoreApplication::translate("BackgroundQueue", "Close other programs or open a smaller file."), {}}};
        } catch (const std::exception& error) {
            return {std::nullopt,
                {QCoreApplication::translate("BackgroundQueue", "Something went wrong that Attune has no words for."), {},
                    QString::fromUtf8(error.what())}};
        }
    }

    Progress throttled(quint64 generation)
    {
        return [this, generation, sinceLast = QElapsedTimer()](std::uint64_t done, std::uint64_t total) mutable {
            if (sinceLast.isValid() && sinceLast.elapsed() < 40)
                return;
            sinceLast.start();
            deliver(generation, [this, done, total] {
                if (m_progress)
                    m_progress(done, total);
            });
        };
    }

    void deliver(quint64 generation, std::function<void()> answer)
    {
        QMetaObject::invokeMethod(
            this,
            [this, generation, answer = std::move(answer)] {
                if (generation == m_generation)
                    answer();
            },
            Qt::QueuedConnection);
    }

    QThreadPool m_pool;
    std::stop_source m_stop;
    quint64 m_generation = 0;
    Progress m_progress;
};

} // namespace attune::ui
