#include "core/runs/tensorboard.h"

#include "core/error.h"
#include "core/runs/crc32c.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>

using namespace attune;
using core::TensorBoardWriter;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

// One record of an event file, as far as these tests look at it.
struct Event {
    double wallTime = 0;
    std::int64_t step = 0;
    std::string version, tag, sessionLog;
    float value = 0;
};

std::string contents(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

template<typename Number>
Number take(std::string_view& bytes)
{
    REQUIRE(bytes.size() >= sizeof(Number));
    Number number;
    std::memcpy(&number, bytes.data(), sizeof number);
    bytes.remove_prefix(sizeof number);
    return number;
}

std::uint64_t takeVarint(std::string_view& bytes)
{
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        const auto byte = take<unsigned char>(bytes);
        value |= std::uint64_t{byte & 0x7Fu} << shift;
        if (byte < 0x80)
            return value;
    }
}

std::string_view takeBytes(std::string_view& bytes, std::size_t count)
{
    REQUIRE(bytes.size() >= count);
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
}

// Fields of one message by number; those of fixed size as their bytes.
std::map<std::uint64_t, std::string> fields(std::string_view message)
{
    std::map<std::uint64_t, std::string> found;
    while (!message.empty()) {
        const std::uint64_t key = takeVarint(message);
        switch (key & 7) {
        case 0:
            found[key >> 3] = std::to_string(takeVarint(message));
            break;
        case 1:
            found[key >> 3] = takeBytes(message, 8);
            break;
        case 2:
            found[key >> 3] = takeBytes(message, takeVarint(message));
            break;
        case 5:
            found[key >> 3] = takeBytes(message, 4);
            break;
        default:
            FAIL("wire type " << (key & 7));
        }
    }
    return found;
}

Event parsed(std::string_view record)
{
    Event event;
    auto found = fields(record);
    std::memcpy(&event.wallTime, found.at(1).data(), 8);
    if (found.count(2))
        event.step = std::stoll(found[2]);
    event.version = found[3];
    event.sessionLog = found[7];
    if (found.count(5)) {
        auto value = fields(fields(found[5]).at(1));
        event.tag = value.at(1);
        std::memcpy(&event.value, value.at(2).data(), 4);
    }
    return event;
}

std::uint32_t masked(std::string_view bytes)
{
    const std::uint32_t crc = core::crc32c(bytes);
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

std::vector<Event> read(const fs::path& file)
{
    const std::string all = contents(file);
    std::string_view rest = all;
    std::vector<Event> events;
    while (!rest.empty()) {
        const std::string_view length = rest.substr(0, 8);
        const auto size = take<std::uint64_t>(rest);
        CHECK(take<std::uint32_t>(rest) == masked(length));
        const std::string_view record = takeBytes(rest, size);
        CHECK(take<std::uint32_t>(rest) == masked(record));
        events.push_back(parsed(record));
    }
    return events;
}

} // namespace

TEST_CASE("CRC32C has the published values")
{
    CHECK(core::crc32c("") == 0);
    CHECK(core::crc32c("123456789") == 0xE3069283u);
    // RFC 3720, appendix B.4
    CHECK(core::crc32c(std::string(32, '\0')) == 0x8A9136AAu);
    CHECK(core::crc32c(std::string(32, '\xFF')) == 0x62A8AB43u);
    std::string rising;
    for (char i = 0; i < 32; ++i)
        rising += i;
    CHECK(core::crc32c(rising) == 0x46DD794Eu);
    CHECK(core::crc32c(std::string(rising.rbegin(), rising.rend())) == 0x113FDB5Cu);
}

TEST_CASE("An event file begins with its version and holds scalars with time and step")
{
    const TemporaryDirectory directory;
    const auto before = static_cast<double>(std::time(nullptr));
    TensorBoardWriter writer(directory / "run" / "events");
    writer.scalar("train/loss", 1, 0.5);
    writer.scalar("a longer tag, é", std::int64_t{1} << 40, -1e30);
    writer.flush();

    const auto events = read(writer.file());
    REQUIRE(events.size() == 3);
    CHECK(events[0].version == "brain.Event:2");
    CHECK(events[0].step == 0);
    CHECK(events[1].tag == "train/loss");
    CHECK(events[1].step == 1);
    CHECK(events[1].value == 0.5f);
    CHECK(events[2].tag == "a longer tag, é");
    CHECK(events[2].step == std::int64_t{1} << 40);
    CHECK(events[2].value == -1e30f);
    for (const Event& event : events)
        CHECK((event.wallTime >= before && event.wallTime <= static_cast<double>(std::time(nullptr)) + 1));
}

TEST_CASE("An event file is named by time, host and process, and never one that there is")
{
    const TemporaryDirectory directory;
    const TensorBoardWriter first(directory.path()), second(directory.path()), third(directory.path());
    CHECK(first.file() != second.file());
    CHECK(second.file() != third.file());
    CHECK(first.file() != third.file());
    const std::string name = first.file().filename();
    CHECK_THAT(name, Catch::Matchers::StartsWith("events.out.tfevents."));
    CHECK_THAT(name, ContainsSubstring("." + std::to_string(getpid())));
    CHECK(read(first.file()).size() == 1); // the version is there at once
}

TEST_CASE("Steps are held back until there are many, evaluations take them along to the disk")
{
    const TemporaryDirectory directory;
    TensorBoardWriter writer(directory.path());
    core::StepMetrics step;
    step.step = 1;
    step.loss = 0.75;
    step.learningRate = 1e-4;
    step.gradientNorm = 2;
    step.samplesPerSecond = 100;
    writer.append(step);
    CHECK(read(writer.file()).size() == 1);

    core::EvaluationMetrics evaluation;
    evaluation.step = 1;
    evaluation.accuracy = 0.875;
    evaluation.rocAuc = 0.5;
    writer.append(evaluation);
    std::map<std::string, float> values;
    for (const Event& event : read(writer.file()))
        if (!event.tag.empty()) {
            CHECK(event.step == 1);
            values[event.tag] = event.value;
        }
    CHECK(values.at("train/loss") == 0.75f);
    CHECK(values.at("train/learning_rate") == 1e-4f);
    CHECK(values.at("train/grad_norm") == 2);
    CHECK(values.at("train/samples_per_second") == 100);
    CHECK(values.at("eval/accuracy") == 0.875f);
    CHECK(values.at("eval/roc_auc") == 0.5f);
    CHECK(values.count("eval/average_precision") == 0); // there is none

    const auto size = read(writer.file()).size();
    for (int i = 0; i < 100; ++i)
        writer.scalar("more", i, i);
    CHECK(read(writer.file()).size() == size + 100);
}

TEST_CASE("What is held back is written when the writer goes")
{
    const TemporaryDirectory directory;
    fs::path file;
    {
        TensorBoardWriter writer(directory.path());
        file = writer.file();
        writer.scalar("a", 1, 1);
        CHECK(read(file).size() == 1);
    }
    CHECK(read(file).size() == 2);
}

TEST_CASE("A run that goes on tells readers to forget later steps")
{
    const TemporaryDirectory directory;
    const TensorBoardWriter writer(directory.path(), 20);
    const auto events = read(writer.file());
    REQUIRE(events.size() == 2);
    CHECK(events[1].step == 21);
    CHECK(events[1].sessionLog == "\x08\x01");
}

TEST_CASE("A place where no event file can be made is named")
{
    const TemporaryDirectory directory;
    std::ofstream(directory / "file");
    CHECK_THROWS_WITH(TensorBoardWriter(directory / "file"), ContainsSubstring((directory / "file").string()));
}

TEST_CASE("Records that a full disk cuts off are taken back and written later")
{
    const TemporaryDirectory directory;
    TensorBoardWriter writer(directory.path());
    const auto size = fs::file_size(writer.file());

    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {size + 20, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
        writer.scalar("a", 1, 1);
        writer.flush();
    } catch (const core::Error& error) {
        message = error.what();
    }
    const auto sizeThen = fs::file_size(writer.file());
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);

    CHECK_THAT(message, ContainsSubstring(writer.file().string()));
    CHECK(sizeThen == size);
    writer.scalar("a", 2, 1);
    writer.flush();
    CHECK(read(writer.file()).size() == 3);
}
