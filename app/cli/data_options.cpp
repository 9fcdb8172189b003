#include "app/cli/data_options.h"

#include "app/cli/percent_line.h"
#include "app/cli/validators.h"
#include "core/data/csv.h"
#include "core/data/encoding.h"
#include "core/data/read_table.h"
#include "core/error.h"

#include <cstdio>
#include <map>

namespace attune::cli {

namespace {

const std::map<std::string, char> kDelimiters{
    {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"\\t", '\t'}, {"pipe", '|'}, {"bar", '|'}, {"at", '@'}};
const std::map<std::string, char> kQuotes{{"double", '"'}, {"single", '\''}, {"none", core::kNoQuote}};

/// A word for a character, or the character.
std::optional<char> characterNamed(const std::string& text, const std::map<std::string, char>& words)
{
    if (const auto found = words.find(text); found != words.end())
        return found->second;
    const bool plain = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\n' && text[0] != '\r';
    return plain ? std::optional(text[0]) : std::nullopt;
}

CLI::Validator characterOf(const std::map<std::string, char>& words, const char* what)
{
    return CLI::Validator([&words, what](std::string& text) {
        return characterNamed(text, words) ? std::string() : "\"" + text + "\" is no " + what;
    }, {});
}

CLI::Validator encodingName()
{
    return CLI::Validator([](std::string& text) {
        try {
            if (text != "auto")
                core::encodingNamed(text);
            return std::string();
        } catch (const core::Error& error) {
            return std::string(error.what());
        }
    }, {});
}

std::string standardInput()
{
    std::string bytes;
    std::size_t filled = 0;
    do {
        bytes.resize(std::max(2 * filled, std::size_t{1} << 20));
        filled += std::fread(bytes.data() + filled, 1, bytes.size() - filled, stdin);
    } while (filled == bytes.size());
    if (std::ferror(stdin))
        throw core::Error("Standard input could not be read to its end.", "Check what writes it.");
    bytes.resize(filled);
    return bytes;
}

} // namespace

core::DialectChoice DialectArguments::choice() const
{
    core::DialectChoice choice;
    if (!delimiter.empty())
        choice.delimiter = characterNamed(delimiter, kDelimiters);
    if (!quote.empty())
        choice.quote = characterNamed(quote, kQuotes);
    if (!encoding.empty() && encoding != "auto")
        choice.encoding = core::encodingNamed(encoding);
    if (!header.empty())
        choice.header = header == "yes";
    return choice;
}

void addDialectOptions(CLI::App& command, DialectArguments& arguments, CLI::Option* only)
{
    const auto with = [only](CLI::Option* option) {
        if (only)
            option->needs(only);
    };
    with(command.add_option("--delimiter", arguments.delimiter, "What parts the fields: the character, or tab, comma, semicolon, pipe (default: found out)")
        ->check(characterOf(kDelimiters, "character that can part fields")));
    with(command.add_option("--quote", arguments.quote, "What fields may stand in: the character, or double, single, none (default: found out)")
        ->check(characterOf(kQuotes, "quote: give a character, or none")));
    with(command.add_option("--encoding", arguments.encoding, "utf-8, utf-16, windows-1252, iso-8859-1 ... (default: found out)")
        ->check(encodingName()));
    with(command.add_option("--header", arguments.header, "Whether the first row names the columns: yes or no (default: found out)")
        ->check(CLI::IsMember({"yes", "no"})));
}

void addColumnOptions(CLI::App& command, core::ColumnNames& names)
{
    command.add_option("--text-column", names.text, "Name of the text column, or 0-based index without header (default: guessed)")->check(notEmpty());
    command.add_option("--text-pair-column", names.textPair, "The same for the second text of pairs (default: guessed by names such as sentence2)")
        ->check(notEmpty());
    command.add_option("--label-column", names.label, "Name of the label column, or 0-based index without header (default: guessed)")
        ->check(notEmpty());
}

core::Table readTable(const std::string& file, const core::DialectChoice& choice)
{
    PercentLine progress("Reading " + std::filesystem::path(file).filename().string());
    const auto show = [&](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
    if (file != "-")
        return core::readTable(file, choice, show);
    return core::parseTable(core::ownBytes(standardInput()), "standard input", choice, show);
}

} // namespace attune::cli
