#pragma once

#include "core/runs/metrics.h"

#include <chrono>

namespace attune::core {

/// A run's time: how long it trains in all, through pauses and resumptions.
class RunClock {
public:
    double seconds() const { return m_before + sinceStart(); }
    double sinceStart() const { return std::chrono::duration<double>(Clock::now() - m_start).count(); } ///< or since the last goOn()
    void pause() { m_before = seconds(), m_start = Clock::now(); }
    void goOn() { m_start = Clock::now(); }
    void goOnFrom(double seconds) { m_before = seconds, m_start = Clock::now(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_start = Clock::now();
    double m_before = 0;
};

/// The figures of the optimiser step in progress, added up over its micro-batches.
class StepMeter {
public:
    void begin(std::int64_t step);
    void addSamples(std::size_t samples) { m_current.samples += static_cast<std::int64_t>(samples); }
    void addMicroBatch(double loss, std::int64_t correct, std::int64_t tokens, double seconds);

    /// The step is done: `seconds` more went into the optimiser. Averages speed over recent steps.
    StepMetrics& complete(double seconds);

private:
    StepMetrics m_current;
    double m_seconds = 0, m_secondsPerSample = 0, m_secondsPerToken = 0;
};

} // namespace attune::core
