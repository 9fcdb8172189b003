#include "core/data/iconv_decoder.h"
#include "core/data/read_table.h"
#include "core/data/row_stream.h"
#include "core/error.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <thread>

using namespace attune;
using namespace attune::test;

namespace {

std::filesystem::path write(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

/// Whether the rows and problems that come in blocks are those of the table that is read at once.
void compare(const std::filesystem::path& file, const core::DialectChoice& choice, std::size_t block)
{
    INFO(file.string() << " in blocks of " << block);
    const core::Table table = core::readTable(file, choice);
    core::RowStream stream(file, choice, block);
    while (!stream.columnsKnown())
        stream.gatherColumns();
    REQUIRE(stream.sample().columns == table.columns);
    CHECK(stream.sample().dialect.encoding == table.dialect.encoding);
    std::vector<core::RowProblem> problems = stream.sample().problems;
    std::vector<std::size_t> remarks;
    std::size_t at = 0;
    std::uint64_t before = 0;
    std::vector<core::StreamedRow> rows;
    while (stream.next(rows)) {
        CHECK(stream.done() >= before);
        before = stream.done();
        for (const core::StreamedRow& row : rows) {
            if (row.remark)
                remarks.push_back(row.remark->line);
            if (row.problem) {
                problems.push_back(*row.problem);
                CHECK((row.fields.empty() || row.fields.size() == table.columns.size()));
                continue;
            }
            REQUIRE(at < table.rows.size());
            const core::Row expected = table.rows[at++];
            CHECK(row.line == expected.line);
            CHECK(row.fields == std::vector<std::string>(expected.fields.begin(), expected.fields.end()));
        }
    }
    CHECK(at == table.rows.size());
    CHECK(stream.done() == stream.total());
    std::vector<std::size_t> remarked;
    for (const core::RowRemark& remark : table.remarks)
        remarked.push_back(remark.line);
    CHECK(remarks == remarked);
    std::vector<core::RowProblem> expected = table.problems;
    std::erase_if(expected, [](const core::RowProblem& problem) { return problem.line == 0; });
    std::erase_if(problems, [](const core::RowProblem& problem) { return problem.line == 0; });
    REQUIRE(problems.size() == expected.size());
    for (std::size_t i = 0; i < problems.size(); ++i) {
        CHECK(problems[i].line == expected[i].line);
        CHECK(problems[i].kind == expected[i].kind);
        CHECK(problems[i].reason == expected[i].reason);
        CHECK(problems[i].raw == expected[i].raw);
        CHECK(problems[i].action == expected[i].action);
    }
}

} // namespace

TEST_CASE("Rows that come in blocks are those of the whole file, wherever the blocks cut it")
{
    const TemporaryDirectory place;
    const std::vector<std::string> files{"text,label\r\na,1\r\n\r\n\"b\r\n\"\"c\"\"\",2\r\n\"d\" tail,3\r\n",
        "text\tlabel\ra b\t1\r\rc\t2", "text;label\n\n\nx;1;2\nx;1;\nx\ny\xFF;1\nz\xC3\xA4;2\n\"never;closed\nmore;of it\n", "only\na\nb\n\n\n", "text,label\n",
        "\xEF\xBB\xBFtext,label\na,1\n", "{\"a\": 1}\n\n{\"a\": \"x\\ny\", \"b\": null}\r\nbroken\n{\"c\": [1]}", "text,te\xFFxt\nab,c\n", "sep=;\r\ntext;label\n\"a\nb\";1\nc\nd,e;2"};
    for (std::size_t i = 0; i < files.size(); ++i)
        for (const std::size_t block : {1, 2, 3, 5, 7, 16, 64, 1 << 18})
            compare(write(place / (std::to_string(i) + ".csv"), files[i]), {}, block);
}

TEST_CASE("Every reference CSV case comes in blocks as it comes at once")
{
    const auto pack = referencePack("CSV cases in blocks");
    if (!pack)
        return;
    std::size_t compared = 0;
    for (const auto& reference : readJson(*pack / "csv_cases/cases.json")) {
        const std::filesystem::path file = *pack / "csv_cases" / reference["file"].get<std::string>();
        for (const std::size_t block : {3, 11, 1000}) {
            if (std::filesystem::file_size(file) / block < 20000)
                compare(file, {}, block);
            ++compared;
        }
    }
    std::cout << "CSV cases in blocks: " << compared << " compared" << std::endl;
    CHECK(compared > 0);
}

TEST_CASE("A text that is decoded in blocks is the text that is decoded at once, damage included")
{
    const std::string utf16("\x41\x00\x3D\xD8\x00\xDE\x3D\xD8\x42\x00\x0A\x00\x43", 13); // a pair, half a pair, half a unit
    const std::string sjis("a\x83\x65\x83\x58\x83\x67\x80\xFF z");
    const std::string latin("caf\xE9 \x81 \x93quoted\x94");
    for (const auto& [encoding, bytes] : {std::pair<std::string, std::string>{"utf-16le", utf16}, {"shift_jis", sjis}, {"windows-1252", latin}, {"gb18030", "\xC4\xE3\xBA\xC3\x81\x30\x81\x30\xFF"}}) {
        const core::IconvText whole = core::decodeByIconv(bytes, encoding, {}, "x");
        for (std::size_t block = 1; block < bytes.size(); ++block) {
            INFO(encoding << " in blocks of " << block);
            core::IconvDecoder decoder(encoding);
            core::IconvText text;
            for (std::size_t at = 0; at < bytes.size(); at += block)
                decoder.decode(std::string_view(bytes).substr(at, block), at + block >= bytes.size(), text);
            CHECK(text.text == whole.text);
            CHECK(text.damaged == whole.damaged);
        }
    }
}

TEST_CASE("A pipe can be streamed once")
{
    const TemporaryDirectory place;
    const auto pipe = place / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::jthread writer([&] {
        std::ofstream out(pipe);
        out << "text,id\n";
        for (int i = 0; i < 200000; ++i)
            out << "some text," << i << '\n';
    });
    core::RowStream stream(pipe, {});
    CHECK(stream.total() == 0);
    std::vector<core::StreamedRow> rows;
    std::size_t count = 0;
    while (stream.next(rows))
        count += rows.size();
    CHECK(count == 200000);
}

TEST_CASE("A record that never ends is given up and told, instead of being held in memory")
{
    const TemporaryDirectory place;
    {
        std::ofstream file(place / "in.csv", std::ios::binary);
        file << "text,id\na,1\n\"b,2\n";
        const std::string line(1023, 'x');
        for (int i = 0; i < 80 * 1024; ++i)
            file << line << '\n';
    }
    core::RowStream stream(place / "in.csv", {',', true, '"'});
    std::vector<core::StreamedRow> rows, all;
    while (stream.next(rows))
        all.insert(all.end(), rows.begin(), rows.end());
    REQUIRE(all.size() == 2);
    CHECK(all[0].fields == std::vector<std::string>{"a", "1"});
    REQUIRE(all[1].problem);
    CHECK(all[1].problem->kind == "too_long");
    CHECK(all[1].line == 3);
    CHECK(stream.done() == stream.total());
}

TEST_CASE("A quote or a letter that first comes behind a megabyte is read as in the whole file")
{
    const TemporaryDirectory place;
    const auto rows = [](const std::string& separator, int count) {
        std::string bytes = "text" + separator + "label\n";
        for (int i = 0; i < count; ++i)
            bytes += "a plain review that goes on for some time to fill the space" + separator + (i % 2 ? "pos\n" : "neg\n");
        return bytes;
    };
    std::string quoted, tabs, latin;
    for (int i = 0; i < 30; ++i) {
        quoted += "\"so; and\nso\";pos\n";
        tabs += "\"so\tand \"\"so\"\"\"\tpos\n";
        latin += "le caf\xE9 \xE9tait tr\xE8s bon;neg\n";
    }
    const std::string plain = rows(";", 20000);
    const std::vector<std::string> files{plain + quoted, rows("\t", 20000) + tabs, rows("\t", 20000) + "\"a stray one\tpos\nb\tneg\n", plain + latin, plain + latin + quoted,
        plain + "caf\xC3\xA9;pos\n", plain + "caf\xC3\xA9;pos\n" + "bad \xE9;pos\n", plain};
    for (std::size_t i = 0; i < files.size(); ++i)
        for (const std::size_t block : {std::size_t{1000}, core::TextStream::kBlock})
            compare(write(place / (std::to_string(i) + ".csv"), files[i]), {}, block);
    CHECK(core::readTable(place / "0.csv").rows.size() == 20030);
    CHECK(core::readTable(place / "3.csv").dialect.encoding == "windows-1252");
}

TEST_CASE("A pipe whose first quote comes behind its beginning says so at the end")
{
    const TemporaryDirectory place;
    const auto pipe = place / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    for (const bool late : {true, false}) {
        std::jthread writer([&] {
            std::ofstream out(pipe);
            out << "text;label\n";
            for (int i = 0; i < 200000; ++i)
                out << "some text;pos\n";
            if (late)
                out << "\"so; and so\";pos\n";
        });
        core::RowStream stream(pipe, {});
        std::vector<core::StreamedRow> rows;
        while (stream.next(rows)) { }
        const auto problem = stream.contradiction();
        REQUIRE(problem.has_value() == late);
        if (late)
            CHECK(problem->kind == "late_quotes");
    }
}

TEST_CASE("JSON Lines that end with a lone CR come in blocks as they come at once")
{
    const TemporaryDirectory place;
    for (const std::string end : {"\r", "\r\n"}) {
        std::string bytes;
        for (int i = 0; i < 400; ++i)
            bytes += i % 50 == 7 ? "{broken" + end : "{\"text\": \"film " + std::to_string(i) + "\", \"label\": " + std::to_string(i % 2) + "}" + end;
        const auto file = write(place / "cr.jsonl", bytes);
        CHECK(core::readTable(file).rows.size() == 392);
        for (const std::size_t block : {std::size_t{50}, std::size_t{51}, std::size_t{1000}, core::TextStream::kBlock})
            compare(file, {}, block);
    }
}
