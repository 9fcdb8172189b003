#include "ui/evaluation/row_arrangement.h"

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kRowsBetweenLooks = 1024; // at the stop token

char small(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Looks for words in UTF-8 texts, whatever their case. Texts need not be decoded where the words are ASCII.
class TextSearch {
public:
    explicit TextSearch(const QString& words)
        : m_words(words)
    {
        const QByteArray bytes = words.toLower().toUtf8();
        m_bytes.assign(bytes.begin(), bytes.end());
        m_ascii = std::all_of(m_bytes.begin(), m_bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    }

    bool empty() const { return m_words.isEmpty(); }

    bool foundIn(std::string_view text) const
    {
        if (!m_ascii)
            return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).contains(m_words, Qt::CaseInsensitive);
        return std::search(text.begin(), text.end(), m_bytes.begin(), m_bytes.end(), [](char a, char b) { return small(a) == b; })
            != text.end();
    }

private:
    QString m_words;
    std::string m_bytes;
    bool m_ascii = true;
};

bool passes(const Evaluation& evaluation, const RowFilter& filter, const TextSearch& search, std::size_t row)
{
    if (filter.kind != RowFilter::Kind::All && !evaluation.wrong(row))
        return false;
    if (filter.kind == RowFilter::Kind::ConfidentlyWrong && evaluation.confidence(row) < RowFilter::kConfident)
        return false;
    if (filter.against != RowFilter::Against::Any
        && (evaluation.wrong(row) == filter.other->wrong(row)
            || evaluation.wrong(row) != (filter.against == RowFilter::Against::OnlyThere)))
        return false;
    if (filter.cell
        && (evaluation.trueLabel(row) != filter.cell->trueLabel || evaluation.predicted(row) != filter.cell->predicted))
        return false;
    if (filter.label && evaluation.trueLabel(row) != *filter.label)
        return false;
    if (search.empty())
        return true;
    const core::Example& example = evaluation.example(row);
    return search.foundIn(example.text) || (example.textPair && search.foundIn(*example.textPair));
}

/// Sorts by what `key` says of a row. Nothing can stop a sort in its midst, which takes half a second for a million rows.
template <typename Key> void sortBy(std::vector<std::uint32_t>& rows, bool descending, Key key)
{
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return descending ? key(b) < key(a) : key(a) < key(b); };
    std::stable_sort(rows.begin(), rows.end(), before);
}

} // namespace

std::vector<std::uint32_t> arranged(
    const Evaluation& evaluation, const RowFilter& filter, const RowOrder& order, std::stop_token stop)
{
    const TextSearch search(filter.text);
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < evaluation.size(); ++row) {
        if (row % kRowsBetweenLooks == 0 && stop.stop_requested())
            return {};
        if (passes(evaluation, filter, search, row))
            rows.push_back(static_cast<std::uint32_t>(row));
    }
    switch (order.column) {
    case RowColumn::Line:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.example(row).line; });
        break;
    case RowColumn::TrueLabel:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.trueLabel(row); });
        break;
    case RowColumn::Predicted:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.predicted(row); });
        break;
    case RowColumn::Confidence:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.confidence(row); });
        break;
    case RowColumn::Loss:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.loss(row); });
        break;
    case RowColumn::Text:
        sortBy(rows, order.descending, [&](std::uint32_t row) { return evaluation.example(row).text.view(); });
        break;
    }
    return rows;
}

} // namespace attune::ui
