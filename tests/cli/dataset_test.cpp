#include "tests/cli/command.h"
#include "tests/cli/files.h"
#include "tests/support/catch.h"
#include "tests/support/sha256.h"

#include <iostream>

using namespace attune::test;

namespace {

nlohmann::json told(std::vector<std::string> arguments, const std::string& input = {})
{
    arguments.insert(arguments.begin(), "dataset");
    arguments.emplace_back("--json");
    Command command(arguments, input, {kNoEngine});
    INFO(command.err());
    REQUIRE(command.exitCode() == 0);
    REQUIRE(command.jsonLines().size() == 1);
    return command.jsonLines().front();
}

int exitCode(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "dataset");
    return Command(arguments, {}, {kNoEngine}).exitCode();
}

const std::string kReviews = "id;text;mood;part\n1;\"fine; really\";Good;train\n2;dull film;bad;train\n3;short\n4;;bad;train\n5;dull film;good;dev\n"
                             "6;so nice;good;train\n7;so bad;;train\n8;quite bad;bad;dev\n";

} // namespace

TEST_CASE("dataset tells dialect, columns, labels, report and problems without an engine")
{
    const TemporaryDirectory place;
    const auto answer = told({write(place / "reviews.csv", kReviews)});
    CHECK(answer["encoding"] == "utf-8");
    CHECK(answer["delimiter"] == ";");
    CHECK(answer["quote"] == "\"");
    CHECK(answer["header"] == true);
    CHECK(answer["columns"] == nlohmann::json({"id", "text", "mood", "part"}));
    CHECK(answer["text_column"] == "text");
    CHECK(answer["label_column"] == "mood");
    CHECK(answer["rows"] == 7);
    CHECK(answer["examples"] == 5);
    CHECK(answer["labels"] == nlohmann::json({{"Good", 1}, {"bad", 2}, {"good", 2}}));
    CHECK(answer["label_variants"].size() == 1);
    CHECK(answer["report"]["repeated_rows"] == 1);
    CHECK(answer["report"]["contradictory_texts"] == 1);
    CHECK(answer["unusable"].is_null());
    std::vector<std::pair<std::size_t, std::string>> problems;
    for (const auto& problem : answer["problems"]) {
        problems.emplace_back(problem["line"].get<std::size_t>(), problem["kind"].get<std::string>());
        CHECK_FALSE(problem["reason"].get<std::string>().empty());
        CHECK(problem["action"] == "left out");
    }
    CHECK(problems == std::vector<std::pair<std::size_t, std::string>>{{4, "missing_fields"}, {5, "empty_text"}, {8, "empty_label"}});

    Command plain({"dataset", (place / "reviews.csv").string()}, {}, {kNoEngine});
    REQUIRE(plain.exitCode() == 0);
    CHECK_THAT(plain.out(), ContainsSubstring("semicolon, double quotes, header") && ContainsSubstring("text (guessed)") && ContainsSubstring("line 4: 2 fields instead of 4; left out"));
    CHECK(plain.err().empty());
}

TEST_CASE("dataset tells rows for which the split column names no part")
{
    const TemporaryDirectory place;
    const auto answer = told({write(place / "in.csv", "text,label,split\nfine film,pos,train\ndull film,neg,train\nso so,pos,\ngood one,pos,test\nbad one,neg,dev\n")});
    CHECK(answer["unusable"].is_null());
    REQUIRE(answer["problems"].size() == 1);
    CHECK(answer["problems"][0]["line"] == 4);
    CHECK(answer["problems"][0]["kind"] == "no_part");
    CHECK(answer["problems"][0]["action"] == "left out of every part");
}

TEST_CASE("dataset tells rows that it keeps although they are odd among the problems")
{
    const TemporaryDirectory place;
    const std::string file = write(place / "in.csv", "text,label\nfine,pos\n\"Great said he,pos\nlater,neg\nHe said \"wow\",pos\ndull,neg,\nonly\n,neg\n");
    Command command({"dataset", file, "--json"}, "", {kNoEngine});
    REQUIRE(command.exitCode() == 0);
    const auto answer = command.jsonLines().at(0);
    CHECK(answer.at("rows") == 4);
    std::vector<std::pair<std::size_t, std::string>> problems;
    for (const auto& problem : answer.at("problems"))
        problems.emplace_back(problem.at("line"), problem.at("kind"));
    CHECK(problems == std::vector<std::pair<std::size_t, std::string>>{{3, "broken_quote"}, {6, "extra_delimiter"}, {7, "missing_fields"}, {8, "empty_text"}});
    Command plain({"dataset", file}, "", {kNoEngine});
    REQUIRE(plain.exitCode() == 0);
    CHECK_THAT(plain.out(), ContainsSubstring("4 problems") && ContainsSubstring("line 3: a quote closes before its field ends, and 3 lines, to line 5, are one record: a stray quote may join rows; kept"));
}

TEST_CASE("dataset exports every usable example exactly as parsed, and reads its export back")
{
    const TemporaryDirectory place;
    const auto data = write(place / "reviews.csv", "text,label\n\" a, \"\"b\"\"\n\xC3\xA9\t\",1.0\n,2\nplain,2\nno label,\n");
    const auto out = (place / "out.jsonl").string();
    REQUIRE(exitCode({data, "--export", out}) == 0);
    CHECK(readFile(out) == "{\"text\":\" a, \\\"b\\\"\\n\xC3\xA9\\t\",\"label\":\"1.0\"}\n{\"text\":\"plain\",\"label\":\"2\"}\n");
    const auto again = told({out});
    CHECK(again["format"] == "jsonl");
    CHECK(again["delimiter"].is_null());
    CHECK(again["labels"] == nlohmann::json({{"1.0", 1}, {"2", 1}}));
    write(place / "real.jsonl", "what was there");
    std::filesystem::create_symlink("real.jsonl", place / "link.jsonl");
    REQUIRE(exitCode({data, "--export", (place / "link.jsonl").string()}) == 0);
    CHECK(std::filesystem::is_symlink(place / "link.jsonl"));
    CHECK(readFile(place / "real.jsonl") == readFile(out));
}

TEST_CASE("dataset does not write its export over a file that it reads")
{
    const TemporaryDirectory place;
    const auto data = write(place / "in.csv", "text,label\na,1\nb,2\n"), other = write(place / "check.csv", "text,label\nc,1\nd,2\n");
    for (const std::string& target : {data, other}) {
        const std::string before = readFile(target);
        Command command({"dataset", data, "--validation", other, "--export", target}, "", {kNoEngine});
        CHECK(command.exitCode() != 0);
        CHECK_THAT(command.err(), ContainsSubstring("--export would overwrite"));
        CHECK(readFile(target) == before);
    }
}

TEST_CASE("dataset takes what the command line fixes about the dialect, field by field")
{
    const TemporaryDirectory place;
    const auto data = write(place / "odd.csv", "'it''s, good','yes'\nna\xEFve,no\n");
    auto answer = told({data, "--quote", "single", "--delimiter", "comma", "--encoding", "latin1", "--header", "no", "--text-column", "0", "--label-column", "1"});
    CHECK(answer["quote"] == "'");
    CHECK(answer["encoding"] == "iso-8859-1");
    CHECK(answer["header"] == false);
    CHECK(answer["text_column"] == 0);
    CHECK(answer["label_column"] == 1);
    CHECK(answer["labels"] == nlohmann::json({{"yes", 1}, {"no", 1}}));
    answer = told({data, "--quote", "none", "--header", "yes", "--delimiter", ","});
    CHECK(answer["quote"].is_null());
    CHECK(answer["rows"] == 0);
    CHECK(answer["problems"].size() == 1);
    CHECK(told({write(place / "tabs.tsv", "a b\t1\nc d\t0\n"), "--delimiter", "\t"})["delimiter"] == "\t");
}

TEST_CASE("dataset reads standard input and folders of texts")
{
    CHECK(told({"-"}, "text,label\ngood,1\nbad,0\n")["rows"] == 2);
    const TemporaryDirectory place;
    for (const std::string name : {"pos", "neg"}) {
        std::filesystem::create_directory(place / name);
        write(place / name / "1.txt", "a " + name + " text");
    }
    const auto answer = told({place.path().string()});
    CHECK(answer["format"] == "folders");
    CHECK(answer["labels"] == nlohmann::json({{"neg", 1}, {"pos", 1}}));
}

TEST_CASE("dataset tells of files from which nothing can be learned, and ends well")
{
    const TemporaryDirectory place;
    for (const std::string bytes : {"", "\n\n", "text,label\n", "just\nlines\n"}) {
        INFO(bytes);
        const auto answer = told({write(place / "none.csv", bytes)});
        CHECK(answer["text_column"].is_null());
        CHECK(answer["examples"] == 0);
        CHECK(answer["unusable"].is_string());
    }
    const auto single = told({write(place / "single.csv", "text,label\ngood film,1\nnice film,1\n")});
    CHECK(single["labels"] == nlohmann::json({{"1", 2}}));
    CHECK_THAT(single["unusable"].get<std::string>(), ContainsSubstring("single label"));
}

TEST_CASE("dataset counts tokens as a checkpoint does, and texts to check with that are in the file")
{
    const TemporaryDirectory place;
    const auto data = write(place / "data.csv", "text,label\ngood film,1\nbad film,0\nodd,1\n");
    const auto check = write(place / "check.csv", "text,label\nbad film,1\nnew film,0\n");
    const auto answer = told({data, "--validation", check, "--checkpoint", checkpoint(), "--max-seq-length", "3"});
    CHECK(answer["report"]["overlap"]["validation"] == nlohmann::json({{"examples", 2}, {"rows", 1}, {"with_another_label", 1}, {"lines", {2}}}));
    CHECK(answer["report"]["tokens"]["longest"].get<int>() >= 4);
    CHECK(answer["report"]["tokens"]["share_cut"]["3"].get<double>() > 0.5);
}

TEST_CASE("dataset ends with 1 for what fails and 2 for wrong usage")
{
    const TemporaryDirectory place;
    const auto data = write(place / "data.csv", "text,label\ngood,1\nbad,0\n");
    CHECK(exitCode({(place / "absent.csv").string()}) == 1);
    CHECK(exitCode({data, "--text-column", "review"}) == 1);
    CHECK(exitCode({data, "--text-column", "text", "--label-column", "text"}) == 1);
    CHECK(exitCode({data, "--export", (place / "no/folder/out.jsonl").string()}) == 1);
    CHECK(exitCode({}) == 2);
    CHECK(exitCode({data, "--delimiter", "ab"}) == 2);
    CHECK(exitCode({data, "--quote", "x1"}) == 2);
    CHECK(exitCode({data, "--encoding", "klingon"}) == 2);
    CHECK(exitCode({data, "--header", "maybe"}) == 2);
    CHECK(exitCode({data, "--export", data}) == 2);
    CHECK(readFile(data) == "text,label\ngood,1\nbad,0\n");
}

TEST_CASE("dataset and its export agree with the goldens of every real dataset")
{
    const auto pack = referencePack("datasets on the command line");
    if (!pack)
        return;
    const TemporaryDirectory place;
    std::size_t records = 0;
    for (const auto& golden : readJson(*pack / "datasets/golden.json")) {
        const std::string file = golden["file"];
        INFO(file);
        const auto out = (place / "out.jsonl").string();
        const auto answer = told({(*pack / "datasets" / file).string(), "--export", out});
        CHECK(answer["delimiter"] == golden["delimiter"]);
        CHECK(answer["quote"] == golden["quote"]);
        CHECK(answer["header"] == golden["header"]);
        CHECK(answer["text_column"] == golden["text_column"]);
        CHECK(answer["label_column"] == golden["label_column"]);
        CHECK(answer["rows"] == golden["records"]);
        CHECK(answer["labels"] == golden["label_counts"]);
        std::string joined, line;
        for (std::ifstream in(out); std::getline(in, line);) {
            const auto example = nlohmann::json::parse(line);
            joined += example["text"].get<std::string>() + '\x1f' + example["label"].get<std::string>() + '\x1e';
            ++records;
        }
        CHECK(sha256(joined) == golden["sha256_text_1f_label_1e"].get<std::string>());
    }
    std::cout << "datasets on the command line: " << records << " records compared" << std::endl;
    CHECK(records > 0);
}
