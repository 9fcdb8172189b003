#include "app/cli/attention_picture.h"

#include "app/cli/output.h"
#include "core/checkpoint/spelling.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace attune::cli {

namespace {

constexpr std::size_t kUsualColumns = 100;
constexpr std::size_t kWidestToken = 16;
constexpr std::size_t kStrongestColumns = 30; ///< what "waiter 0.42, better 0.31" takes, as a rule
constexpr const char* kShades[] = {" ", "\u00b7", "\u2591", "\u2592", "\u2593", "\u2588"};

using Rows = std::vector<std::vector<double>>;

/// [tokens, tokens], mean over what is chosen.
Rows meanOf(const core::AttentionMaps& maps, std::optional<std::size_t> layer, std::optional<std::size_t> head)
{
    Rows mean(maps.tokens, std::vector<double>(maps.tokens));
    const std::size_t firstLayer = layer.value_or(0), lastLayer = layer ? *layer + 1 : maps.layers;
    const std::size_t firstHead = head.value_or(0), lastHead = head ? *head + 1 : maps.heads;
    const double share = 1.0 / static_cast<double>((lastLayer - firstLayer) * (lastHead - firstHead));
    for (std::size_t l = firstLayer; l < lastLayer; ++l)
        for (std::size_t h = firstHead; h < lastHead; ++h)
            for (std::size_t from = 0; from < maps.tokens; ++from)
                for (std::size_t to = 0; to < maps.tokens; ++to)
                    mean[from][to] += share * static_cast<double>(maps.at(l, h, from, to));
    return mean;
}

/// Square root of the share of the largest: attention is mostly small, and its small differences are what one looks for.
const char* shade(double value, double largest)
{
    const double level = largest > 0 ? std::sqrt(value / largest) * static_cast<double>(std::size(kShades)) : 0;
    return kShades[std::min(static_cast<std::size_t>(level), std::size(kShades) - 1)];
}

std::string strongest(const std::vector<double>& row, const std::vector<core::Token>& tokens, std::size_t count)
{
    std::vector<std::size_t> order(row.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    count = std::min(count, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::size_t a, std::size_t b) { return row[a] != row[b] ? row[a] > row[b] : a < b; });
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        char value[16];
        std::snprintf(value, sizeof value, " %.2f", row[order[i]]);
        text += (i ? ", " : "") + core::printable(tokens[order[i]].text) + value;
    }
    return text;
}

std::string chosenInWords(const core::AttentionMaps& maps, std::optional<std::size_t> layer, std::optional<std::size_t> head)
{
    const auto part = [](const char* name, std::optional<std::size_t> index, std::size_t count) {
        return index ? std::string(name) + " " + std::to_string(*index)
            : count == 1 ? "the only " + std::string(name) : "the mean of " + std::to_string(count) + " " + name + "s";
    };
    return part("layer", layer, maps.layers) + ", " + part("head", head, maps.heads);
}

} // namespace

std::size_t terminalColumns()
{
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
}

std::string attentionPicture(const core::Prediction& prediction, std::optional<std::size_t> layer, std::optional<std::size_t> head,
                             std::size_t columns)
{
    const std::vector<core::Token>& tokens = prediction.tokens;
    const Rows rows = meanOf(prediction.attention, layer, head);
    double largest = 0;
    std::size_t width = 0;
    for (const std::vector<double>& row : rows)
        largest = std::max(largest, *std::max_element(row.begin(), row.end()));
    for (const core::Token& token : tokens)
        width = std::max(width, std::min(columnsOf(core::printable(token.text)), kWidestToken));
    const std::size_t digits = std::to_string(tokens.size() - 1).size();
    const bool table = digits + width + 4 + 2 * tokens.size() + kStrongestColumns <= columns;

    std::string text = "Who looks at whom: " + chosenInWords(prediction.attention, layer, head) + ".\n\n";
    if (table) {
        for (std::size_t digit = 0; digit < digits; ++digit) { // numbers of the columns, upright
            text += std::string(digits + width + 3, ' ');
            for (std::size_t to = 0; to < tokens.size(); ++to) {
                const std::string number = std::to_string(to);
                const std::size_t blanks = digits - number.size();
                text += std::string(" ") + (digit < blanks ? ' ' : number[digit - blanks]);
            }
            text += '\n';
        }
    }
    for (std::size_t from = 0; from < tokens.size(); ++from) {
        const std::string number = std::to_string(from);
        text += std::string(digits - number.size(), ' ') + number + "  " + fitted(core::printable(tokens[from].text), width) + " ";
        if (table) {
            for (const double value : rows[from])
                text += std::string(" ") + shade(value, largest);
            text += "  ";
        }
        text += " " + strongest(rows[from], tokens, table ? 2 : 4) + "\n";
    }
    if (table) {
        char full[16];
        std::snprintf(full, sizeof full, "%.2f", largest);
        text += "\n" + std::string(kShades[std::size(kShades) - 1]) + " is " + full + ", by square root down to nothing. Every row adds up to 1.\n";
    }
    if (prediction.fullLength > tokens.size())
        text += "The text has " + std::to_string(prediction.fullLength) + " tokens; of them " + std::to_string(prediction.maxLength) + " are read.\n";
    return text;
}

} // namespace attune::cli
