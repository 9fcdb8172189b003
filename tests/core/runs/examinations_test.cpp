#include "core/checkpoint/half.h"
#include "core/error.h"
#include "core/runs/examinations.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <cmath>
#include <fstream>
#include <random>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

Examination examination(std::int64_t step)
{
    Examination made;
    made.step = step;
    made.epoch = 0.1;
    made.text = {"A film\n“très” 好", "so so"};
    Prediction& prediction = made.prediction;
    prediction.labels = {"negative", "положительный"};
    prediction.logits = {-1.5F, 0.1F};
    prediction.probabilities = {0.168F, 0.832F};
    prediction.label = 1;
    prediction.tokens = {{"[CLS]", 2, {0, 0}}, {"film", 9, {2, 6}}, {"[SEP]", 3, {0, 0}}, {"so", 7, {0, 2}, 1}, {"[SEP]", 3, {0, 0}, 1}};
    prediction.fullLength = 12;
    prediction.maxLength = 5;
    prediction.attention = {2, 3, 5, {}};
    for (int i = 0; i < 2 * 3 * 5 * 5; ++i)
        prediction.attention.values.push_back(1 / (1.0F + static_cast<float>(i)));
    return made;
}

} // namespace

TEST_CASE("Every float16 survives the way to float and back, and floats go to the nearest one, ties to the even one")
{
    for (std::uint32_t half = 0; half < 0x10000; ++half) {
        const float value = fromHalf(static_cast<std::uint16_t>(half));
        if (!std::isnan(value))
            REQUIRE(toHalf(value) == half);
    }
    CHECK(std::isnan(fromHalf(toHalf(std::nanf("")))));
    CHECK(toHalf(1 + 0x1p-11F) == toHalf(1));                  // between 1 and the next: the even one
    CHECK(fromHalf(toHalf(1 + 0x3p-11F)) == 1 + 0x2p-10F);
    CHECK(fromHalf(toHalf(0x1p-25F)) == 0);
    CHECK(fromHalf(toHalf(0x1.8p-25F)) == 0x1p-24F);
    CHECK(fromHalf(toHalf(65519)) == 65504);
    CHECK(std::isinf(fromHalf(toHalf(65520))));
    std::mt19937 generator(1);
    std::uniform_real_distribution<float> exponent(-26, 15.9F);
    for (int i = 0; i < 100'000; ++i) {
        const float value = std::exp2(exponent(generator));
        const std::uint16_t half = toHalf(value);
        const float missed = std::abs(fromHalf(half) - value);
        REQUIRE(missed <= std::abs(fromHalf(static_cast<std::uint16_t>(half + 1)) - value));
        if (half > 0)
            REQUIRE(missed <= std::abs(fromHalf(static_cast<std::uint16_t>(half - 1)) - value));
    }
}

TEST_CASE("An examination is read as it was kept, its attention through float16")
{
    const TemporaryDirectory run;
    const Examination made = examination(20);
    const auto file = keepExamination(run.path(), made);
    CHECK(file.filename() == "step-00000020.safetensors");
    const Examination read = readExamination(file);
    CHECK(read.step == 20);
    CHECK(read.epoch == 0.1);
    CHECK(read.text == made.text);
    const Prediction &a = made.prediction, &b = read.prediction;
    CHECK(b.labels == a.labels);
    CHECK(b.logits == a.logits);
    CHECK(b.probabilities == a.probabilities);
    CHECK(b.label == 1);
    CHECK(b.fullLength == 12);
    CHECK(b.maxLength == 5);
    REQUIRE(b.tokens.size() == a.tokens.size());
    for (std::size_t i = 0; i < a.tokens.size(); ++i) {
        CHECK(b.tokens[i].text == a.tokens[i].text);
        CHECK(b.tokens[i].id == a.tokens[i].id);
        CHECK(b.tokens[i].range == a.tokens[i].range);
        CHECK(b.tokens[i].segment == a.tokens[i].segment);
    }
    REQUIRE(b.attention.values.size() == a.attention.values.size());
    CHECK(b.attention.layers == 2);
    CHECK(b.attention.heads == 3);
    for (std::size_t i = 0; i < a.attention.values.size(); ++i)
        CHECK(b.attention.values[i] == Approx(a.attention.values[i]).epsilon(0.0005));
    // Two bytes a value, beside the header.
    Examination longer = examination(21);
    longer.prediction.attention.layers = 200;
    longer.prediction.attention.values.resize(200 * 3 * 25, 0.5F);
    const auto more = std::filesystem::file_size(keepExamination(run.path(), longer)) - std::filesystem::file_size(file);
    CHECK(more >= 2 * 198 * 3 * 25);
    CHECK(more < 2 * 198 * 3 * 25 + 100);
}

TEST_CASE("A run's examinations come in the order of their steps, and those after a step are forgotten")
{
    const TemporaryDirectory run;
    CHECK(examinationsOf(run.path()).empty());
    for (const std::int64_t step : {100, 5, 123'456'789, 20})
        keepExamination(run.path(), examination(step));
    std::ofstream(run.path() / "examinations" / "step-notes.txt") << "mine";
    const auto steps = [&] {
        std::vector<std::int64_t> found;
        for (const KeptExamination& one : examinationsOf(run.path()))
            found.push_back(one.step);
        return found;
    };
    CHECK(steps() == std::vector<std::int64_t>{5, 20, 100, 123'456'789});
    forgetExaminationsAfter(run.path(), 20);
    CHECK(steps() == std::vector<std::int64_t>{5, 20});
    CHECK(std::filesystem::exists(run.path() / "examinations" / "step-notes.txt"));
}

TEST_CASE("Whatever byte of an examination is changed, it is refused, or whole")
{
    const TemporaryDirectory run;
    const std::string bytes = readFile(keepExamination(run.path(), examination(1)));
    std::mt19937 generator(2);
    int read = 0, refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string changed = bytes;
        for (unsigned times = 1 + generator() % 3; times > 0; --times)
            changed[generator() % changed.size()] = static_cast<char>(generator());
        try {
            const Prediction prediction = readExamination(std::as_bytes(std::span(changed)), "changed").prediction;
            const AttentionMaps& maps = prediction.attention;
            REQUIRE(maps.values.size() == maps.layers * maps.heads * maps.tokens * maps.tokens);
            REQUIRE(maps.tokens == prediction.tokens.size());
            ++read;
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(read > 1000);
    CHECK(refused > 1000);
}

TEST_CASE("A damaged examination is refused with its name, wherever it is cut or changed")
{
    const TemporaryDirectory run;
    const auto file = keepExamination(run.path(), examination(1));
    const std::string bytes = readFile(file);
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
        std::ofstream(file, std::ios::binary) << bytes.substr(0, length);
        CHECK_THROWS_WITH(readExamination(file), ContainsSubstring("step-00000001"));
    }
    const std::vector<std::pair<std::string, std::string>> changes{{"attention", "attentiom"}, {"\"tokens\":", "\"tokenz\":"}, {"\"step\":\"1\"", "\"step\":\"x\""},
                                                                 {"[5,2]", "[2,5]"}, {"logits", "logitz"}, {"A film", "A"}};
    for (const auto& [from, to] : changes) {
        std::string changed = bytes;
        changed.replace(changed.find(from), from.size(), to + std::string(from.size() - to.size(), to == "A" ? 'x' : ' '));
        std::ofstream(file, std::ios::binary) << changed;
        CAPTURE(from);
        if (to == "[2,5]" || to == "A")
            CHECK_NOTHROW(readExamination(file)); // as many numbers, as long a text
        else
            CHECK_THROWS_WITH(readExamination(file), ContainsSubstring("step-00000001"));
    }
}
