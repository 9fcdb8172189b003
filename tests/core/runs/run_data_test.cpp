#include "core/runs/run_data.h"

#include "core/data/read_table.h"
#include "core/runs/run_file.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <fstream>

using namespace attune;
using core::RunSources;

namespace {

core::Table readFile(const std::filesystem::path& file, const core::DialectChoice& choice)
{
    return core::readTable(file, choice);
}

/// Sixty rows: a label in three spellings and one to leave out, a second text, a part that each row belongs to.
struct Rows {
    test::TemporaryDirectory place;
    RunSources sources;

    Rows()
    {
        std::ofstream out(place / "rows.csv");
        out << "sentence1,sentence2,label,part\n";
        const char* const labels[] = {"good", "Good", "bad", "n/a", "fair"};
        for (int i = 0; i < 60; ++i)
            out << "the first words of row " << i << ",and its second words " << i << ',' << labels[i % 5] << ','
                << (i < 40          ? "train"
                           : i < 50 ? "dev"
                                    : "test")
                << '\n';
        sources.dataFile = place / "rows.csv";
        sources.labels.names = {{"Good", "good"}, {"n/a", std::nullopt}, {"fair", "so-so"}};
        sources.labels.order = {"good", "so-so", "bad"};
    }

    core::DataSplit read(RunSources& from, std::uint64_t seed = 42) const { return core::readRunData(from, seed, readFile, {}); }
};

std::vector<std::size_t> lines(const core::Dataset& dataset)
{
    std::vector<std::size_t> found;
    for (const core::Example& example : dataset.examples)
        found.push_back(example.line);
    return found;
}

} // namespace

TEST_CASE("What a run was made from can be read again out of its run.json, labels and division included")
{
    Rows rows;
    rows.sources.validationSplit = 0.25;
    rows.sources.splitSeed = 7;
    rows.sources.splitOrder = core::SplitOrder::Content;
    rows.sources.dialect.quote = core::kNoQuote;
    const core::DataSplit first = rows.read(rows.sources, 42);
    CHECK(first.train.labels == std::vector<std::string>{"good", "so-so", "bad"});
    CHECK(first.train.examples.size() + first.validation.examples.size() == 48);
    REQUIRE(first.train.examples.front().textPair);

    RunSources saved = core::sourcesFromJson(core::describe(rows.sources));
    CHECK(saved.labels == rows.sources.labels);
    CHECK(saved.splitSeed == 7u);
    CHECK(saved.splitOrder == core::SplitOrder::Content);
    CHECK(saved.columnsComplete);
    CHECK(saved.dialect == rows.sources.dialect);
    CHECK_FALSE(saved.dataFingerprint.empty());
    const core::DataSplit again = rows.read(saved, 43);
    CHECK(again.train.labels == first.train.labels);
    CHECK(lines(again.train) == lines(first.train));
    CHECK(lines(again.validation) == lines(first.validation));
    CHECK_FALSE(core::differences(saved, rows.sources));
}

TEST_CASE("A run of an older version, whose run.json says nothing of labels and seeds, is read as it was then")
{
    Rows rows;
    auto json = core::describe(rows.sources);
    for (const char* key : {"labels", "split_seed", "split_order"})
        json.erase(key);
    json["columns"].erase("complete");
    RunSources saved = core::sourcesFromJson(json);
    CHECK(saved.labels == core::LabelMap());
    CHECK_FALSE(saved.splitSeed);
    CHECK(saved.splitOrder == core::SplitOrder::File);
    CHECK_FALSE(saved.columnsComplete);
    const core::DataSplit split = rows.read(saved);
    CHECK(split.train.labels.size() == 5);
    CHECK(split.train.examples.front().textPair);
}

TEST_CASE("A second text that was not wanted is not guessed again")
{
    Rows rows;
    rows.sources.textColumn = "sentence1";
    rows.sources.labelColumn = "label";
    rows.sources.columnsComplete = true;
    const core::DataSplit split = rows.read(rows.sources);
    CHECK_FALSE(split.train.examples.front().textPair);
    RunSources saved = core::sourcesFromJson(core::describe(rows.sources));
    CHECK_FALSE(rows.read(saved).train.examples.front().textPair);
}

TEST_CASE("A split column divides by the renamed labels, and other files are read with them too")
{
    Rows rows;
    rows.sources.splitColumn = "part";
    const core::DataSplit byColumn = rows.read(rows.sources);
    CHECK(byColumn.train.examples.size() == 32);
    CHECK(byColumn.validation.examples.size() == 8);
    CHECK(byColumn.test.examples.size() == 8);
    CHECK(byColumn.validation.labels == std::vector<std::string>{"good", "so-so", "bad"});

    std::ofstream(rows.place / "check.csv")
        << "sentence1,sentence2,label,part\nsome other words,and more,Good,train\nlast words,and their second,fair,train\n";
    RunSources byFile = rows.sources;
    byFile.splitColumn.clear();
    byFile.validationFile = byFile.testFile = rows.place / "check.csv";
    const core::DataSplit split = rows.read(byFile);
    REQUIRE(split.validation.examples.size() == 2);
    CHECK(split.validation.examples[0].label == 0);
    CHECK(split.validation.examples[1].label == 1);
    CHECK(split.test.examples.size() == 2);
    CHECK(core::differences(byFile, rows.sources).division);
}

TEST_CASE("A table that is read already is divided as the file would be")
{
    Rows rows;
    RunSources fromFile = rows.sources, fromTable = rows.sources;
    const core::DataSplit expected = rows.read(fromFile);
    const core::Table table = readFile(rows.sources.dataFile, {});
    const core::DataSplit split = core::divideRunData(fromTable, table, 42, readFile, {});
    CHECK(lines(split.train) == lines(expected.train));
    CHECK(lines(split.validation) == lines(expected.validation));
    CHECK_FALSE(core::differences(fromFile, fromTable));
}

TEST_CASE("What differs between two runs' data is told apart")
{
    Rows rows;
    rows.read(rows.sources);
    const RunSources same = rows.sources;
    CHECK_FALSE(core::differences(rows.sources, same));
    RunSources other = same;
    other.labels.names["bad"] = "poor";
    CHECK(core::differences(same, other).labels);
    CHECK_FALSE(core::differences(same, other).columns);
    other = same;
    other.textPairColumn.clear();
    CHECK(core::differences(same, other).columns);
    other = same;
    other.splitSeed = 8;
    CHECK(core::differences(same, other).division);
    other = same;
    other.dialect.delimiter = ';';
    CHECK_FALSE(core::differences(same, other)); // it may be what was found out
    RunSources read = same;
    read.dialect.delimiter = ',';
    CHECK(core::differences(read, other).reading);
    other = same;
    other.dataFile = rows.place / "other.csv";
    CHECK(core::differences(same, other).file);
    other = same;
    RunSources changed = same;
    other.dataFingerprint = "fnv1a64:1";
    changed.dataFingerprint = "fnv1a64:2";
    CHECK(core::differences(changed, other).file);
}

TEST_CASE("A run's columns are found again in another file by their names, all of them or none")
{
    RunSources run;
    run.textColumn = "body";
    run.labelColumn = "mark";
    const auto found = [&run](std::vector<std::string> columns) {
        core::Table table;
        table.columns = std::move(columns);
        return core::recordedRoles(run, table);
    };
    CHECK(found({"id", "mark", "title", "body"}) == core::ColumnRoles{3, 1, {}, {}});
    CHECK_FALSE(found({"id", "title", "body"}));
    CHECK_FALSE(found({"body", "mark", "body"})); // which of them?
    run.splitColumn = "part";
    CHECK(found({"body", "mark"}) == core::ColumnRoles{0, 1, {}, {}});
    CHECK(found({"part", "body", "mark"}) == core::ColumnRoles{1, 2, 0, {}});
    run.textPairColumn = "answer";
    CHECK_FALSE(found({"body", "mark"}));
    CHECK(found({"body", "mark", "answer"}) == core::ColumnRoles{0, 1, {}, 2});
    CHECK_FALSE(core::recordedRoles(RunSources(), core::Table()));
}

TEST_CASE("Rows left out by choice are not told as problems")
{
    Rows rows;
    std::vector<std::string> told;
    core::readRunData(rows.sources, 42, readFile, [&](const std::string& sentence) { told.push_back(sentence); });
    CHECK(told.empty());
    std::ofstream(rows.place / "rows.csv", std::ios::app) << "alone\n";
    core::readRunData(rows.sources, 42, readFile, [&](const std::string& sentence) { told.push_back(sentence); });
    REQUIRE(told.size() == 1);
    CHECK_THAT(told.front(), ContainsSubstring("1 row of "));
}

TEST_CASE("Rows that a split column marks to check or test with are told when they have a problem, too")
{
    Rows rows;
    std::ofstream(rows.place / "rows.csv", std::ios::app) << ",its second words,good,dev\nthe first words,and more,,test\n";
    std::vector<std::string> told;
    core::readRunData(rows.sources, 42, readFile, [&](const std::string& sentence) { told.push_back(sentence); });
    REQUIRE(told.size() == 1);
    CHECK_THAT(told.front(), ContainsSubstring("2 rows of ") && ContainsSubstring("line 62"));
}

TEST_CASE("Files to check and test with are read as the command line says of the file to learn from")
{
    const test::TemporaryDirectory place;
    const auto write = [&](const char* name, int count) {
        std::ofstream out(place / name);
        for (int i = 0; i < count; ++i)
            out << "words, more words " << i << '@' << (i % 2 ? "good" : "bad") << '\n';
        return place / name;
    };
    RunSources sources;
    sources.dataFile = write("learn.txt", 40);
    sources.validationFile = write("check.txt", 6);
    sources.testFile = write("test.txt", 4);
    sources.dialect.delimiter = '@';
    sources.dialect.header = false;
    const core::DataSplit split = core::readRunData(sources, 42, readFile, {});
    CHECK(split.train.examples.size() == 40);
    CHECK(split.validation.examples.size() == 6); // a first row taken for a header would be missing
    CHECK(split.test.examples.size() == 4);
    CHECK(split.test.examples.front().text == "words, more words 0");
}

TEST_CASE("Labels that seem to be one are told before they are learned apart")
{
    const test::TemporaryDirectory place;
    std::ofstream out(place / "rows.csv");
    out << "text,label\n";
    for (int i = 0; i < 60; ++i)
        out << "the words of row " << i << ',' << (i % 3 == 0 ? "Good" : i % 3 == 1 ? "good" : "bad") << '\n';
    out.close();
    RunSources sources;
    sources.dataFile = place / "rows.csv";
    std::vector<std::string> told;
    core::readRunData(sources, 42, readFile, [&](const std::string& sentence) { told.push_back(sentence); });
    REQUIRE(told.size() == 1);
    CHECK_THAT(told.front(), ContainsSubstring("Good") && ContainsSubstring("good") && !ContainsSubstring("bad"));
}

TEST_CASE("Another file of a run is read as its data file, but for a byte order mark and for columns of its own")
{
    const test::TemporaryDirectory place;
    std::ofstream(place / "data.csv", std::ios::binary) << "text;label\nsch\xF6n;gut\nh\xE4sslich;schlecht\n";
    std::ofstream(place / "check.csv", std::ios::binary) << "\xEF\xBB\xBFtext;label\nsch\xC3\xB6n;gut\nt\xC3\xBCr;schlecht\n";
    std::ofstream(place / "test.csv", std::ios::binary) << "id;label;text\n1;gut;sch\xF6n\n2;schlecht;t\xFCr\n";
    RunSources sources;
    sources.dataFile = place / "data.csv";
    sources.validationFile = place / "check.csv";
    sources.testFile = place / "test.csv";
    sources.textColumn = "text";
    sources.labelColumn = "label";
    sources.dialect = {';', true, '"', "windows-1252"};
    const core::DataSplit split = core::readRunData(sources, 42, readFile, {});
    CHECK(split.train.examples[0].text.str() == "sch\u00f6n");
    CHECK(split.validation.examples[1].text.str() == "t\u00fcr");
    CHECK(split.test.examples[1].text.str() == "t\u00fcr");
    const core::Table data = readFile(sources.dataFile, sources.dialect), other = readFile(sources.testFile, sources.dialect);
    CHECK(core::rolesInOther(sources, data, other) == core::ColumnRoles{2, 1});
    CHECK(core::dialectOfOther(sources, sources.validationFile) == core::DialectChoice{';', true, '"', {}});
    CHECK(core::dialectOfOther(sources, sources.testFile) == sources.dialect);
}

TEST_CASE("Files to check and to test with that name their columns otherwise are read by a resumed run as at its start")
{
    const test::TemporaryDirectory place;
    std::string data, check, tests = "stars,review\n";
    for (int i = 0; i < 20; ++i) {
        const std::string text = "a film that I saw on day " + std::to_string(i), label = i % 2 ? "good" : "bad";
        data += text + "," + label + "\n";
        check += label + ",on paper " + text + "\n";
        tests += label + ",on a screen " + text + "\n";
    }
    const bool header = GENERATE(true, false);
    std::ofstream(place / "data.csv") << (header ? "text,label\n" : "") + data;
    std::ofstream(place / "check.csv") << "sentiment,sentence\n" + check;
    std::ofstream(place / "test.csv") << tests;
    RunSources sources;
    sources.dataFile = place / "data.csv";
    sources.validationFile = place / "check.csv";
    sources.testFile = place / "test.csv";
    const core::DataSplit first = core::readRunData(sources, 42, readFile, {});
    CHECK(first.validation.examples[1].text.str() == "on paper a film that I saw on day 1");
    CHECK(first.test.examples[1].text.str() == "on a screen a film that I saw on day 1");
    CHECK(first.train.labels == std::vector<std::string>{"bad", "good"});

    RunSources saved = core::sourcesFromJson(core::describe(sources));
    CHECK(saved.guessed.text);
    CHECK(saved.guessed.label);
    CHECK_FALSE(saved.guessed.textPair);
    const core::DataSplit again = core::readRunData(saved, 42, readFile, {});
    CHECK(lines(again.train) == lines(first.train));
    CHECK(lines(again.validation) == lines(first.validation));
    CHECK(lines(again.test) == lines(first.test));
}

TEST_CASE("A column that was chosen by name has to stand in the other files too")
{
    const test::TemporaryDirectory place;
    std::ofstream(place / "data.csv") << "text,label\na fine film,good\na dull film,bad\n";
    std::ofstream(place / "check.csv") << "sentence,label\na fine film,good\na dull film,bad\n";
    RunSources sources;
    sources.dataFile = place / "data.csv";
    sources.validationFile = place / "check.csv";
    sources.textColumn = "text";
    CHECK_THROWS_WITH(core::readRunData(sources, 42, readFile, {}), ContainsSubstring("check.csv") && ContainsSubstring("text") && ContainsSubstring("sentence"));
}
