#include "app/cli/commands.h"

#include "core/error.h"
#include "core/runs/run_directory.h"
#include "core/text/tokenizer.h"

#include <charconv>
#include <cstdio>

namespace attune::cli {

namespace {

constexpr std::size_t kUsualMaxLength = 512;
constexpr std::size_t kChunk = std::size_t{1} << 16;

struct TokenizeArguments {
    std::string checkpoint;
    std::size_t maxLength = 0;
    bool ids = false;
};

/// Standard output in large pieces: a line of its own for each text would cost more than tokenizing it.
class Output {
public:
    void append(std::string_view text) { m_bytes += text; }
    void append(std::int32_t number)
    {
        char digits[16];
        m_bytes.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }
    void endLine()
    {
        m_bytes += '\n';
        if (m_bytes.size() >= kChunk)
            flush();
    }
    void flush()
    {
        const bool written = std::fwrite(m_bytes.data(), 1, m_bytes.size(), stdout) == m_bytes.size();
        if (!written || std::fflush(stdout) != 0)
            throw core::Error("The tokens could not be written to standard output.", "Check that its disk has room left.");
        m_bytes.clear();
    }

private:
    std::string m_bytes;
};

/// Calls `use` with each line of standard input, without its LF; a final line end does not begin another line.
template <typename Use> void forEachLine(Use use)
{
    std::string chunk(kChunk, '\0');
    std::string begun; // a line whose end is not read yet
    while (const std::size_t size = std::fread(chunk.data(), 1, chunk.size(), stdin)) {
        std::string_view rest(chunk.data(), size);
        for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
            use(begun.append(rest.substr(0, end)));
            begun.clear();
        }
        begun += rest;
    }
    if (std::ferror(stdin))
        throw core::Error("Standard input could not be read to its end.");
    if (!begun.empty())
        use(begun);
}

void tokenize(const TokenizeArguments& arguments)
{
    const auto tokenizer = core::Tokenizer::fromDirectory(core::checkpointOf(arguments.checkpoint));
    const std::size_t maxLength =
        arguments.maxLength ? arguments.maxLength : tokenizer.options().modelMaxLength.value_or(kUsualMaxLength);
    Output output;
    forEachLine([&](std::string_view text) {
        std::string_view separator;
        for (const std::int32_t id : tokenizer.encode(text, maxLength).ids) {
            output.append(separator);
            arguments.ids ? output.append(id) : output.append(tokenizer.vocabulary().token(id));
            separator = " ";
        }
        output.endLine();
    });
    output.flush();
}

} // namespace

void addTokenize(CLI::App& app)
{
    auto arguments = std::make_shared<TokenizeArguments>();
    CLI::App* command =
        app.add_subcommand("tokenize", "Cut texts into tokens: one text a line from standard input, one line of tokens each");
    command->footer("Example: attune-cli tokenize my-run --ids < texts.txt");
    command->add_option("CHECKPOINT", arguments->checkpoint, "A folder with vocab.txt, or a run's")->required();
    command->add_flag("--ids", arguments->ids, "Print token ids instead of the tokens' text");
    command
        ->add_option("--max-length", arguments->maxLength,
            "Tokens kept at most, [CLS] and [SEP] among them (default: as trained, else 512)")
        ->check(CLI::Range(std::size_t{2}, std::size_t{1000000}));
    command->callback([arguments] { tokenize(*arguments); });
}

} // namespace attune::cli
