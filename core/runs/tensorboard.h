#pragma once

#include "core/runs/metrics.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// Writes what TensorBoard draws: an event file in a directory, to which whole records are only ever appended. They reach it a hundred at a
/// time, with the first that comes five seconds after the last time, and with every evaluation.
class TensorBoardWriter {
public:
    /// A new file, the directory with it where there is none. `resumedAfter` is the step that a run goes on from: what other files of the
    /// directory hold of later steps is forgotten by who reads them. Throws Error when the file cannot be made.
    explicit TensorBoardWriter(const std::filesystem::path& directory, std::optional<std::int64_t> resumedAfter = std::nullopt);
    ~TensorBoardWriter(); ///< writes what it can
    TensorBoardWriter(const TensorBoardWriter&) = delete;
    TensorBoardWriter& operator=(const TensorBoardWriter&) = delete;

    const std::filesystem::path& file() const { return m_file; }

    // Throw Error when the file cannot be written, a full disk for one. Nothing is lost then: the next call tries again.
    void append(const StepMetrics& step);              ///< train/loss, train/learning_rate ...
    void append(const EvaluationMetrics& evaluation);  ///< eval/loss, eval/accuracy ...; on the disk when it returns
    void scalar(std::string_view tag, std::int64_t step, double value);
    void flush();

private:
    void addScalar(std::string_view tag, std::int64_t step, double value);
    void addRecord(std::string_view event);
    void flushWhenDue();

    std::filesystem::path m_file;
    int m_descriptor = -1;
    std::string m_pending; ///< whole records
    int m_pendingRecords = 0;
    std::chrono::steady_clock::time_point m_flushed;
};

} // namespace attune::core
