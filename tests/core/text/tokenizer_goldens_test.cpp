#include "core/text/tokenizer.h"

#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

using namespace attune::core;
using namespace attune::test;
namespace fs = std::filesystem;

namespace {

struct Compared {
    std::size_t texts = 0;
    std::size_t pairs = 0;
    std::size_t tokens = 0;
    std::size_t passedOver = 0;
};

std::ostream& operator<<(std::ostream& out, const Compared& compared)
{
    return out << compared.texts << " texts, " << compared.pairs << " pairs and " << compared.tokens << " tokens compared, " << compared.passedOver
               << " texts with U+0378 passed over";
}

/// The lists write backslash, LF and CR as \\, \n and \r.
std::string unescaped(const std::string& line)
{
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\') {
            text += line[i];
            continue;
        }
        const char escape = line.at(++i);
        text += escape == 'n' ? '\n' : escape == 'r' ? '\r' : escape;
    }
    return text;
}

std::vector<std::int32_t> numbers(const std::string& line)
{
    std::istringstream in(line);
    return {std::istream_iterator<std::int32_t>(in), {}};
}

/// The texts of a golden against tokens before truncation and ids at its maximum length.
void compareTexts(const Tokenizer& tokenizer, const nlohmann::json& golden, std::size_t maxLength, Compared& compared)
{
    for (const auto& entry : golden.at("texts")) {
        const auto text = entry.at("text").get<std::string>();
        INFO(text);
        // Unassigned in Unicode: rule 2 and transformers' Python tokenizer drop it, its Rust tokenizer keeps it.
        if (text.find("\u0378") != std::string::npos && golden.value("note", "").find("fast tokenizer") != std::string::npos) {
            compared.passedOver += 1;
            continue;
        }
        const bool withoutNfc = entry.contains("ids_without_nfc");
        const auto expected = entry.at(withoutNfc ? "ids_without_nfc" : "ids").get<std::vector<std::int32_t>>();
        const Encoding encoding = tokenizer.encode(text, maxLength);
        REQUIRE(encoding.ids == expected);
        if (entry.contains("token_type_ids") && !withoutNfc)
            REQUIRE(entry.at("token_type_ids") == std::vector<int>(encoding.ids.size(), 0));
        compared.texts += 1;
        compared.tokens += expected.size();
        if (withoutNfc)
            continue; // the tokens listed are those with NFC
        const Encoding whole = tokenizer.encode(text, 1 << 20);
        std::vector<std::string> tokens;
        for (std::size_t i = 1; i + 1 < whole.ids.size(); ++i)
            tokens.push_back(tokenizer.vocabulary().token(whole.ids[i]));
        REQUIRE(tokens == entry.at("tokens").get<std::vector<std::string>>());
        REQUIRE(encoding.fullLength == tokens.size() + 2);
    }
}

/// Pairs of a golden against ids and segment ids; `maxLength` where the entries name none.
void comparePairs(const Tokenizer& tokenizer, const nlohmann::json& pairs, std::size_t maxLength, Compared& compared)
{
    for (const auto& entry : pairs) {
        const bool named = entry.contains("text_a");
        const auto first = entry.at(named ? "text_a" : "a").get<std::string>();
        const auto second = entry.at(named ? "text_b" : "b").get<std::string>();
        CAPTURE(first, second);
        EncodeOptions options;
        options.maxLength = entry.value("max_length", maxLength);
        const Encoding encoding = tokenizer.encodePair(first, second, options);
        REQUIRE(encoding.ids == entry.at(entry.contains("ids_without_nfc") ? "ids_without_nfc" : "ids").get<std::vector<std::int32_t>>());
        REQUIRE(encoding.tokenTypeIds == entry.at("token_type_ids").get<std::vector<std::int32_t>>());
        compared.pairs += 1;
        compared.tokens += encoding.ids.size();
    }
}

} // namespace

TEST_CASE("Token ids equal HuggingFace's on every listed line of every vocabulary")
{
    const auto pack = referencePack("the tokenizer lists");
    if (!pack)
        return;
    Compared all;
    const auto index = readJson(*pack / "tokenizer" / "index.json");
    for (const auto& file : index.at("files")) {
        const auto name = file.at("vocabulary").get<std::string>();
        const auto maxLength = file.at("max_length").get<std::size_t>();
        const auto nfc = file.at("lines_whose_ids_change_without_nfc_1based").get<std::set<std::size_t>>();
        const Tokenizer tokenizer = Tokenizer::fromDirectory(*pack / "vocab" / name);
        std::istringstream texts(readFile(*pack / "tokenizer" / (name + ".txt")));
        std::istringstream ids(readFile(*pack / "tokenizer" / (name + ".ids")));
        Compared here;
        std::size_t number = 0, different = 0;
        for (std::string text, line; std::getline(texts, text) && std::getline(ids, line);) {
            if (nfc.contains(++number))
                continue;
            const auto expected = numbers(line);
            if (tokenizer.encode(unescaped(text), maxLength).ids != expected) {
                ++different;
                UNSCOPED_INFO(name << ", line " << number << ": " << text);
            }
            here.texts += 1;
            here.tokens += expected.size();
        }
        std::cout << "tokenizer, " << name << ": " << here.texts << " lines and " << here.tokens << " tokens compared"
                  << std::endl;
        CHECK(different == 0);
        CHECK(number == file.at("lines").get<std::size_t>());
        all.texts += here.texts;
        all.tokens += here.tokens;
    }
    CHECK(all.texts > 0);
    CHECK(all.tokens > 0);
}

TEST_CASE("Tokens and ids equal HuggingFace's on our own goldens")
{
    Compared compared;
    std::size_t checkpoints = 0;
    for (const auto& directory : subdirectories(dataDirectory())) {
        if (!fs::exists(directory / "golden.json") || !fs::exists(directory / "vocab.txt"))
            continue;
        INFO(directory.filename().string());
        const auto golden = readJson(directory / "golden.json");
        if (!golden.contains("texts"))
            continue;
        ++checkpoints;
        const Tokenizer tokenizer = Tokenizer::fromDirectory(directory);
        compareTexts(tokenizer, golden, golden.at("all").at("max_length").get<std::size_t>(), compared);
        comparePairs(tokenizer, golden.at("text_pairs"), golden.at("pairs").at("max_length").get<std::size_t>(), compared);
    }
    std::cout << "tokenizer, tests/data: " << checkpoints << " checkpoints, " << compared << std::endl;
    CHECK(compared.pairs > 0);
    CHECK(compared.texts > 0);
    CHECK(compared.tokens > 0);
}

TEST_CASE("Tokens, ids and segment ids equal HuggingFace's on the reference pack")
{
    const auto pack = referencePack("the reference models' tokens");
    if (!pack)
        return;
    Compared compared;
    std::size_t models = 0;
    for (const auto& entry : fs::directory_iterator(*pack / "goldens")) {
        const fs::path directory = *pack / "models" / entry.path().stem();
        if (entry.path().extension() != ".json")
            continue;
        INFO(entry.path().filename().string());
        ++models;
        const auto golden = readJson(entry.path());
        const Tokenizer tokenizer = Tokenizer::fromDirectory(directory);
        const auto& settings = golden.at("tokenizer");
        if (settings.contains("do_lower_case"))
            CHECK(tokenizer.options().doLowerCase == settings.at("do_lower_case").get<bool>());
        compareTexts(tokenizer, golden, golden.at("max_length").get<std::size_t>(), compared);
        comparePairs(tokenizer, golden.at("pairs"), 0, compared);
    }
    std::cout << "tokenizer, reference models: " << models << " models, " << compared << std::endl;
    CHECK(compared.pairs > 0);
    CHECK(compared.texts > 0);
    CHECK(compared.tokens > 0);
}
