#include "core/data/csv.h"
#include "core/engine/file_prediction.h"
#include "core/engine/text_batches.h"
#include "core/error.h"
#include "tests/core/engine/fake_classifier.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <iostream>

using namespace attune;
using namespace attune::test;

namespace {

std::filesystem::path write(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

core::FilePredictionReport predict(FakeClassifier& classifier, core::FilePredictionRequest request, std::size_t block = core::TextStream::kBlock)
{
    core::FilePrediction prediction(classifier, std::move(request), block);
    std::uint64_t before = 0;
    while (!prediction.finished()) {
        prediction.step();
        CHECK(prediction.done() >= before);
        before = prediction.done();
    }
    CHECK(before == prediction.total());
    return prediction.report();
}

std::vector<std::string> fieldsOf(const core::Table& table, std::size_t row)
{
    return {table.rows[row].fields.begin(), table.rows[row].fields.end()};
}

/// Kilobytes of this process that lay in memory at most since the peak was forgotten.
std::size_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stoul(line.substr(6));
    return 0;
}

} // namespace

TEST_CASE("A file's rows are predicted in their order, with all columns as they were and the prediction behind them")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    const auto input = write(place / "in.csv", "id;text;note\n007;\"aa; a\";\"two\nlines\"\n8;b;\"say \"\"b\"\"\"\n9;ab; blanks \n");
    const auto report = predict(classifier, {input, place / "out.csv", "text"});
    CHECK(report.rows == 3);
    CHECK(report.predicted == 3);
    CHECK(report.problemCount == 0);
    CHECK(report.labelCounts == std::vector<std::size_t>{2, 1});
    const core::Table out = core::readCsv(place / "out.csv");
    CHECK(out.columns == std::vector<std::string>{"id", "text", "note", "prediction", "probability", "probability_a", "probability_b"});
    CHECK(out.columns == [&] { auto all = report.columns; all.insert(all.end(), report.addedColumns.begin(), report.addedColumns.end()); return all; }());
    REQUIRE(out.rows.size() == 3);
    const core::Table in = core::readCsv(input);
    for (std::size_t row = 0; row < 3; ++row) {
        const auto fields = fieldsOf(out, row), original = fieldsOf(in, row);
        CHECK(std::vector<std::string>(fields.begin(), fields.begin() + 3) == original);
        const core::Prediction expected = classifier.answer(original[1]);
        CHECK(fields[3] == expected.labels[expected.label]);
        CHECK(std::stof(fields[4]) == expected.probabilities[expected.label]);
        CHECK(std::stof(fields[5]) == expected.probabilities[0]);
        CHECK(std::stof(fields[6]) == expected.probabilities[1]);
    }
}

TEST_CASE("Rows without a usable text are written without a prediction, and what fits into no row is told")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    const auto input = write(place / "in.csv", "text,id\na,1\n  ,2\nb\nb,4,5\nb\xFF,6\na,\xC3\xA9\n\"a,8\n");
    core::FilePredictionRequest request{input, place / "out.csv", "text"};
    request.dialect = {',', true, '"'};
    const auto report = predict(classifier, request);
    CHECK(report.rows == 5);
    CHECK(report.predicted == 2);
    CHECK(report.leftOut == 2);
    std::vector<std::string> told;
    for (const core::RowProblem& problem : report.problems)
        told.push_back(std::to_string(problem.line) + " " + problem.kind + ": " + problem.action);
    CHECK(told == std::vector<std::string>{"3 empty_text: written without a prediction", "4 missing_fields: written without a prediction",
              "5 extra_fields: left out", "6 invalid_encoding: written without a prediction", "8 unterminated_quote: left out, with everything behind it"});
    CHECK(report.problemCount == told.size());
    std::ifstream file(place / "out.csv");
    const std::string out((std::istreambuf_iterator<char>(file)), {});
    CHECK_THAT(out, ContainsSubstring("\n\"  \",2,,,,\nb,,,,,\nb\xEF\xBF\xBD,6,,,,\na,\xC3\xA9,a,0."));
}

TEST_CASE("The columns that are added never clash with those of the input")
{
    const TemporaryDirectory place;
    FakeClassifier classifier({"2", "b"});
    const auto report = predict(classifier, {write(place / "in.csv", "prediction,text,probability,probability_b\n1,b,3,4\n"), place / "out.csv", "text"});
    CHECK(report.addedColumns == std::vector<std::string>{"prediction_2", "probability_2", "probability_2_2", "probability_b_2"});
}

TEST_CASE("A file without a header is predicted by the column's place, and a file of one column by that one")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    core::FilePredictionRequest request{write(place / "in.csv", "1|b b|x\n2|a a|y\n"), place / "out.csv", "1"};
    request.dialect.header = false;
    CHECK(predict(classifier, request).rows == 2);
    const core::Table out = core::readCsv(place / "out.csv", {.header = true});
    CHECK(out.columns == std::vector<std::string>{"0", "1", "2", "prediction", "probability", "probability_a", "probability_b"});
    CHECK(fieldsOf(out, 0)[3] == "b");

    const auto single = predict(classifier, {write(place / "one.csv", "review\nb b\na\n"), place / "single.csv"});
    CHECK(single.textColumn == "review");
    CHECK(single.predicted == 2);
}

TEST_CASE("Pairs of texts are predicted together")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    const auto input = write(place / "in.csv", "q,r\na,bb\nb,\n");
    const auto report = predict(classifier, {input, place / "out.csv", "q", "r"});
    CHECK(classifier.asked == std::vector<std::string>{"a|bb"});
    CHECK(report.predicted == 1);
    CHECK(report.textPairColumn == "r");
    CHECK_THROWS_WITH(core::FilePrediction(classifier, {input, place / "x.csv", "q", "q"}), ContainsSubstring("both texts"));
}

TEST_CASE("JSON Lines are predicted with a column for every key, also for one that only a late line has")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    std::string lines = "{\"text\": \"a\", \"n\": 1}\n\n[1]\n";
    for (int i = 0; i < 500; ++i)
        lines += "{\"n\": " + std::to_string(i) + ", \"text\": \"b\\u00e4\\n" + std::to_string(i) + "\"}\r\n";
    lines += "{\"text\": \"aa\", \"late\": [1, 2]}";
    for (const std::size_t block : {std::size_t{100}, core::TextStream::kBlock}) {
        const auto report = predict(classifier, {write(place / "in.jsonl", lines), place / "out.csv", "text"}, block);
        CHECK(report.columns == std::vector<std::string>{"text", "n", "late"});
        CHECK(report.predicted == 502);
        REQUIRE(report.problems.size() == 1);
        CHECK(report.problems[0].line == 3);
        CHECK(report.problems[0].kind == "bad_json");
        const core::Table out = core::readCsv(place / "out.csv");
        REQUIRE(out.rows.size() == 502);
        CHECK(fieldsOf(out, 0)[3] == "a");
        CHECK(fieldsOf(out, 500)[0] == "b\xC3\xA4\n499");
        CHECK(fieldsOf(out, 501)[2] == "[1, 2]");
    }
}

TEST_CASE("A missing column, a missing file, a folder and an output that is the input are refused, and leave nothing behind")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    const auto input = write(place / "in.csv", "text,id\na,1\n");
    const auto refuse = [&](const core::FilePredictionRequest& request) {
        try {
            core::FilePrediction prediction(classifier, request);
        } catch (const core::Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(refuse({input, place / "out.csv", "review"}), ContainsSubstring("review") && ContainsSubstring("“text”, “id”"));
    CHECK_THAT(refuse({place / "absent.csv", place / "out.csv", "text"}), ContainsSubstring("There is no file"));
    CHECK_THAT(refuse({place.path(), place / "out.csv", "text"}), ContainsSubstring("is a folder"));
    CHECK_THAT(refuse({input, place.path(), "text"}), ContainsSubstring("is a folder"));
    CHECK_THAT(refuse({input, input, "text"}), ContainsSubstring("is the file that is read"));
    CHECK_THAT(refuse({input, place / "nowhere" / "out.csv", "text"}), ContainsSubstring("No such file or directory"));
    CHECK_THAT(refuse({write(place / "empty.csv", ""), place / "out.csv", "text"}), ContainsSubstring("holds no records"));
    {
        core::FilePrediction interrupted(classifier, {input, place / "out.csv", "text"});
        interrupted.step();
        CHECK_FALSE(interrupted.finished());
    }
    for (const auto& entry : std::filesystem::directory_iterator(place.path()))
        CHECK((entry.path().filename() == "in.csv" || entry.path().filename() == "empty.csv"));
}

TEST_CASE("A file larger than the memory it is given streams through: the peak does not grow with the file")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    {
        std::ofstream file(place / "in.csv", std::ios::binary);
        file << "id,text\n";
        const std::string text(1000, 'b');
        for (int i = 0; i < 96000; ++i)
            file << i << ',' << text << '\n';
    }
    const auto size = std::filesystem::file_size(place / "in.csv");
    REQUIRE(size > 90'000'000);
    core::FilePrediction prediction(classifier, {place / "in.csv", place / "out.csv", "text"});
    std::ofstream("/proc/self/clear_refs") << "5"; // forgets the peak
    const std::size_t before = peakMemory();
    while (!prediction.finished()) {
        prediction.step();
        classifier.asked.clear();
        classifier.batches.clear();
    }
    CHECK(prediction.report().predicted == 96000);
    CHECK(std::filesystem::file_size(place / "out.csv") > size);
    std::cout << "streamed " << size / 1000000 << " MB with " << (peakMemory() - before) / 1024 << " MB of memory" << std::endl;
#ifndef ATTUNE_MEMORY_IS_KEPT
    CHECK(peakMemory() - before < 16 * 1024);
#endif
}

TEST_CASE("The columns that a model learned from go before a guess where the file has them, and a named text takes its learned pair along")
{
    const TemporaryDirectory place;
    FakeClassifier classifier;
    const auto input = write(place / "in.csv", "review,headline,reply\nthis is by far the longest text of all,aa,b\nand so is this very long one,bb,a\n");
    const auto asked = [&](const char* text, const char* learnedText, const char* learnedPair) {
        core::FilePredictionRequest request{input, place / "out.csv", text};
        request.learnedText = learnedText;
        request.learnedPair = learnedPair;
        const auto report = predict(classifier, std::move(request));
        return report.textColumn + "+" + report.textPairColumn.value_or("-");
    };
    CHECK(asked("", "", "") == "review+-");
    CHECK(asked("", "headline", "") == "headline+-");
    CHECK(asked("", "headline", "reply") == "headline+reply");
    CHECK(asked("headline", "headline", "reply") == "headline+reply");
    CHECK(asked("review", "headline", "reply") == "review+-");
    CHECK(asked("", "headline", "not there") == "review+-");
}
