#include "core/data/csv.h"
#include "core/data/encoding.h"
#include "core/error.h"
#include "tests/support/catch.h"

#include <iconv.h>

using namespace attune::core;

namespace {

/// `text`, which is UTF-8, in another encoding.
std::string in(const std::string& encoding, std::string text)
{
    const iconv_t handle = iconv_open(encoding.c_str(), "UTF-8");
    REQUIRE(handle != reinterpret_cast<iconv_t>(-1));
    std::string out(4 * text.size() + 16, '\0');
    char* from = text.data();
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    REQUIRE(iconv(handle, &from, &left, &to, &room) == 0);
    iconv_close(handle);
    out.resize(out.size() - room);
    return out;
}

std::string decoded(const std::string& bytes, const std::optional<std::string>& encoding = {})
{
    return std::string(decodeText(ownBytes(bytes), "t.csv", encoding).bytes.view);
}

struct Sample {
    std::string encoding, text;
};

const std::string kRussian = "Очень хороший фильм, мне понравилось;1\nУжасное обслуживание, больше не приду;0\n";
const std::string kPolish = "Zażółć gęślą jaźń, bardzo dobry film, polecam każdemu;1\nNie podobało mi się wcale, strata pieniędzy;0\n";
const std::string kChinese = "很快，好吃，味道足，量大;1\n没有送水，没有送餐具;0\n";
const std::string kFrench = "Le café était très bon;1\nLe service a laissé à désirer, c’est décevant;0\n";

} // namespace

TEST_CASE("Encodings are told by their letters and decoded")
{
    const Sample samples[] = {{"windows-1251", kRussian}, {"koi8-r", kRussian}, {"windows-1250", kPolish}, {"iso-8859-2", kPolish},
        {"gb18030", kChinese}, {"windows-1252", kFrench}, {"shift_jis", "とても良い映画でした;1\nサービスが悪かったです;0\n"},
        {"euc-jp", "とても良い映画でした;1\nサービスが悪かったです;0\n"}, {"big5", "味道還可以，下次再來;1\n送餐太慢了，不好吃;0\n"},
        {"windows-1252", "Die Lieferung war schön schnell;1\nDie Qualität ließ zu wünschen übrig;0\n"}};
    for (const auto& [encoding, text] : samples) {
        INFO(encoding);
        const std::string bytes = in(encoding, text);
        CHECK(sniffEncoding(bytes) == encoding);
        CHECK(decoded(bytes) == text);
        CHECK(decoded(bytes, encoding) == text);
    }
}

TEST_CASE("UTF-16 is told by its mark, and without one by its NUL bytes")
{
    const std::string text = "text,label\nGrüße 漢 😀,1\n";
    for (const std::string encoding : {"utf-16le", "utf-16be"}) {
        INFO(encoding);
        const std::string bytes = in(encoding, text);
        CHECK(sniffEncoding(bytes) == encoding);
        CHECK(decoded(bytes) == text);
        const std::string marked = in(encoding, "\xEF\xBB\xBF" + text);
        CHECK(sniffEncoding(marked) == encoding);
        CHECK(decoded(marked) == text);
        CHECK(decoded(marked, "utf-16") == text);
        const Table table = parseCsv(bytes, "t.csv");
        CHECK(table.dialect.encoding == encoding);
        CHECK(table.rows.size() == 1);
    }
    CHECK(decoded(in("utf-32le", "\xEF\xBB\xBF" + text)) == text);
}

TEST_CASE("UTF-16 without a mark is told where few of its bytes are NUL, and stray NUL bytes are not taken for it")
{
    std::string text = "文本,标签\n";
    for (int i = 0; i < 20; ++i)
        text += i % 2 ? "这是一个很好的电影一,好\n" : "这是一个很差的电影,坏\n";
    for (const std::string encoding : {"utf-16le", "utf-16be"}) {
        INFO(encoding);
        CHECK(sniffEncoding(in(encoding, text)) == encoding);
        CHECK(parseCsv(in(encoding, text), "t.csv").rows.size() == 20);
    }
    using namespace std::string_literals;
    CHECK(sniffEncoding("text,label\nb\0c,0\nd,1\n"s) == "utf-8");
    CHECK(sniffEncoding("text,label\n\0ca,0\n\0db,1\n\0"s) == "utf-8");
    CHECK(sniffEncoding("caf\xE9 na\xEFve,1\n\0x,0\n"s) == "windows-1252");
    CHECK(sniffEncoding(text) == "utf-8");
}

TEST_CASE("UTF-8 with a few bad bytes stays UTF-8, and what has hardly a good one is not")
{
    CHECK(sniffEncoding("na\xC3\xAFve caf\xE9") == "utf-8");
    CHECK(sniffEncoding("plain") == "utf-8");
    CHECK(sniffEncoding("") == "utf-8");
    CHECK(sniffEncoding("\xEF\xBB\xBFplain") == "utf-8-bom");
    CHECK(sniffEncoding("na\xEFve caf\xE9") == "windows-1252");
    // A character that a block's edge cuts is none that is bad.
    std::string letters = "x";
    for (int i = 0; i < 100'000; ++i)
        letters += "\xC3\xA9";
    CHECK(sniffEncoding(letters) == "utf-8");
    // German quotation marks behind a sharp s are well-formed UTF-8 by chance.
    CHECK(sniffEncoding("\xBBSpa\xDF\xAB, sch\xF6n, gro\xDF, \xFC" "bel") == "windows-1252");
}

TEST_CASE("windows-1252 has quotation marks, dashes and the euro where iso-8859-1 has none")
{
    CHECK(decoded("\x93smart\x94 \x96 \x80""5 caf\xE9") == "“smart” – €5 café");
    CHECK(decoded("caf\xE9 \xA4", "latin1") == "café ¤");
}

TEST_CASE("A row with bytes that mean nothing in its encoding is a problem, the others stay")
{
    const Table table = parseCsv("text,label\ncaf\xE9,1\nbad \x81 byte,0\nfine,1\n", "t.csv", {',', true, '"', "windows-1252"});
    CHECK(table.rows.size() == 2);
    CHECK(table.rows[0].fields[0] == "café");
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].line == 3);
    CHECK(table.problems[0].kind == "invalid_encoding");
    CHECK(table.problems[0].raw == "bad \xEF\xBF\xBD byte,0");
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("windows-1252"));
}

TEST_CASE("An encoding goes by many names, and one that is none is refused")
{
    CHECK(encodingNamed("UTF8") == "utf-8");
    CHECK(encodingNamed("utf-8-sig") == "utf-8-bom");
    CHECK(encodingNamed("Latin1") == "iso-8859-1");
    CHECK(encodingNamed("ISO-8859-1") == "iso-8859-1");
    CHECK(encodingNamed("cp1252") == "windows-1252");
    CHECK(encodingNamed("Shift_JIS") == "shift_jis");
    for (const std::string wrong : {"", "latin-99", "utf-8//TRANSLIT", "../utf-8"})
        CHECK_THROWS_WITH(encodingNamed(wrong), ContainsSubstring("There is no encoding"));
}

TEST_CASE("A mark is no part of the text whatever encoding was asked for")
{
    CHECK(decoded("\xEF\xBB\xBFtext", "utf-8") == "text");
    CHECK(decodeText(ownBytes("text"), "t.csv", "utf-8-bom").encoding == "utf-8");
}
