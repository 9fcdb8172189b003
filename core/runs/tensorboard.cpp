#include "core/runs/tensorboard.h"

#include "core/error.h"
#include "core/runs/crc32c.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <system_error>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr int kMostPending = 100;
constexpr std::chrono::seconds kLongestPending(5);

// Protocol buffers, as far as TensorFlow's event.proto and summary.proto need them.
enum WireType : unsigned { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

void putKey(std::string& out, unsigned field, WireType type) { putVarint(out, field << 3 | type); }

template<typename Unsigned>
void putLittleEndian(std::string& out, Unsigned value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        out += static_cast<char>(value >> 8 * i & 0xFF);
}

void putBytes(std::string& out, unsigned field, std::string_view bytes)
{
    putKey(out, field, Bytes);
    putVarint(out, bytes.size());
    out += bytes;
}

std::string eventNow(std::int64_t step)
{
    const std::chrono::duration<double> wallTime = std::chrono::system_clock::now().time_since_epoch();
    std::string event;
    putKey(event, 1, Fixed64); // Event.wall_time
    putLittleEndian(event, std::bit_cast<std::uint64_t>(wallTime.count()));
    if (step != 0) {
        putKey(event, 2, Varint); // Event.step
        putVarint(event, static_cast<std::uint64_t>(step));
    }
    return event;
}

// TFRecord keeps checksums of data that contain checksums from looking alike.
std::uint32_t maskedChecksum(std::string_view bytes) { return std::rotr(crc32c(bytes), 15) + 0xA282EAD8u; }

std::string hostName()
{
    char name[256] = {};
    if (gethostname(name, sizeof name - 1) != 0 || !*name)
        return "localhost";
    std::string host = name;
    std::replace(host.begin(), host.end(), '/', '-');
    return host;
}

std::string fileName()
{
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    return "events.out.tfevents." + std::to_string(now.count()) + "." + hostName() + "." + std::to_string(getpid());
}

} // namespace

TensorBoardWriter::TensorBoardWriter(const fs::path& directory, std::optional<std::int64_t> resumedAfter)
    : m_flushed(std::chrono::steady_clock::now())
{
    std::error_code fault;
    fs::create_directories(directory, fault);
    // A run that was stopped and goes on within one second has a file of the same name already.
    const fs::path first = directory / fileName();
    m_file = first;
    for (int i = 1;; ++i) {
        m_descriptor = open(m_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
        if (m_descriptor >= 0 || errno != EEXIST)
            break;
        m_file = first.string() + "." + std::to_string(i);
    }
    if (m_descriptor < 0)
        throw Error("Cannot write " + m_file.string() + ": " + std::generic_category().message(errno) + ".", "Choose another place for the run.");
    try {
        std::string version = eventNow(0);
        putBytes(version, 3, "brain.Event:2"); // Event.file_version
        addRecord(version);
        if (resumedAfter) {
            std::string start = eventNow(*resumedAfter + 1);
            putBytes(start, 7, std::string_view("\x08\x01", 2)); // Event.session_log: its status is START
            addRecord(start);
        }
        flush();
    } catch (...) {
        close(m_descriptor);
        throw;
    }
}

TensorBoardWriter::~TensorBoardWriter()
{
    try {
        flush();
    } catch (const Error&) {
        // Whoever wanted to hear of it has called flush().
    }
    close(m_descriptor);
}

void TensorBoardWriter::append(const StepMetrics& step)
{
    addScalar("train/loss", step.step, step.loss);
    addScalar("train/accuracy", step.step, step.accuracy);
    addScalar("train/learning_rate", step.step, step.learningRate);
    addScalar("train/grad_norm", step.step, step.gradientNorm);
    addScalar("train/epoch", step.step, step.epoch);
    addScalar("train/samples_per_second", step.step, step.samplesPerSecond);
    addScalar("train/tokens_per_second", step.step, step.tokensPerSecond);
    addScalar("train/memory_bytes", step.step, static_cast<double>(step.memory));
    flushWhenDue();
}

void TensorBoardWriter::append(const EvaluationMetrics& evaluation)
{
    addScalar("eval/loss", evaluation.step, evaluation.loss);
    addScalar("eval/accuracy", evaluation.step, evaluation.accuracy);
    addScalar("eval/macro_f1", evaluation.step, evaluation.macroF1);
    addScalar("eval/weighted_f1", evaluation.step, evaluation.weightedF1);
    addScalar("eval/matthews", evaluation.step, evaluation.matthews);
    addScalar("eval/ece", evaluation.step, evaluation.ece);
    if (evaluation.rocAuc)
        addScalar("eval/roc_auc", evaluation.step, *evaluation.rocAuc);
    if (evaluation.averagePrecision)
        addScalar("eval/average_precision", evaluation.step, *evaluation.averagePrecision);
    flush();
    fsync(m_descriptor);
}

void TensorBoardWriter::scalar(std::string_view tag, std::int64_t step, double value)
{
    addScalar(tag, step, value);
    flushWhenDue();
}

void TensorBoardWriter::addScalar(std::string_view tag, std::int64_t step, double value)
{
    std::string scalar;
    putBytes(scalar, 1, tag); // Summary.Value.tag
    putKey(scalar, 2, Fixed32); // Summary.Value.simple_value
    putLittleEndian(scalar, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    std::string summary;
    putBytes(summary, 1, scalar); // Summary.value
    std::string event = eventNow(step);
    putBytes(event, 5, summary); // Event.summary
    addRecord(event);
}

void TensorBoardWriter::addRecord(std::string_view event)
{
    std::string length;
    putLittleEndian(length, std::uint64_t{event.size()});
    m_pending += length;
    putLittleEndian(m_pending, maskedChecksum(length));
    m_pending += event;
    putLittleEndian(m_pending, maskedChecksum(event));
    ++m_pendingRecords;
}

void TensorBoardWriter::flushWhenDue()
{
    if (m_pendingRecords >= kMostPending || std::chrono::steady_clock::now() - m_flushed >= kLongestPending)
        flush();
}

void TensorBoardWriter::flush()
{
    const off_t before = lseek(m_descriptor, 0, SEEK_END);
    std::size_t written = 0;
    while (written < m_pending.size()) {
        const ssize_t count = write(m_descriptor, m_pending.data() + written, m_pending.size() - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            // Records are either whole or not there.
            const int fault = count < 0 ? errno : ENOSPC;
            const bool restored = ftruncate(m_descriptor, before) == 0;
            throw Error("Cannot write " + m_file.string() + ": " + std::generic_category().message(fault) + ".", "Free some space there.",
                        restored ? "" : "its last record is incomplete");
        }
        written += static_cast<std::size_t>(count);
    }
    m_pending.clear();
    m_pendingRecords = 0;
    m_flushed = std::chrono::steady_clock::now();
}

} // namespace attune::core
