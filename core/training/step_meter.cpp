#include "core/training/step_meter.h"

namespace attune::core {

namespace {

/// How many a second, by an average that forgets: a tenth of it is the step just made.
double rate(double& secondsForEach, double seconds, std::int64_t count)
{
    const double each = seconds / static_cast<double>(count);
    secondsForEach = secondsForEach > 0 ? 0.9 * secondsForEach + 0.1 * each : each;
    return 1 / secondsForEach;
}

} // namespace

void StepMeter::begin(std::int64_t step)
{
    m_current = {};
    m_current.step = step;
    m_seconds = 0;
}

void StepMeter::addMicroBatch(double loss, std::int64_t correct, std::int64_t tokens, double seconds)
{
    m_current.loss += loss;
    m_current.accuracy += static_cast<double>(correct);
    m_current.tokens += tokens;
    m_seconds += seconds;
}

StepMetrics& StepMeter::complete(double seconds)
{
    m_seconds += seconds;
    m_current.accuracy /= static_cast<double>(m_current.samples);
    m_current.samplesPerSecond = rate(m_secondsPerSample, m_seconds, m_current.samples);
    m_current.tokensPerSecond = rate(m_secondsPerToken, m_seconds, m_current.tokens);
    return m_current;
}

} // namespace attune::core
