#include "ui/dataset/row_order.h"

#include "core/data/columns.h"
#include "core/data/equal_texts.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace attune::ui {

namespace {

/// Looks now and then whether anybody still wants the answer.
class Patience {
public:
    explicit Patience(std::stop_token stop)
        : m_stop(std::move(stop))
    {
    }
    void wait()
    {
        if ((++m_steps & 0xFFF) == 0 && m_stop.stop_requested())
            throw core::Error("The rows were not arranged: something else was asked for meanwhile.");
    }

private:
    std::stop_token m_stop;
    unsigned m_steps = 0;
};

char small(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool smaller(std::string_view a, std::string_view b)
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
        [](char x, char y) { return static_cast<unsigned char>(small(x)) < static_cast<unsigned char>(small(y)); });
}

/// Finds a text in any case. Where it is plain ASCII, bytes tell; else Qt knows the letters.
class Finder {
public:
    explicit Finder(const QString& wanted)
        : m_wanted(wanted)
        , m_bytes(core::lowerCase(wanted.toStdString()))
        , m_ascii(std::all_of(wanted.begin(), wanted.end(), [](QChar c) { return c.unicode() < 0x80; }))
    {
    }
    bool in(std::string_view text) const
    {
        if (!m_ascii)
            return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).contains(m_wanted, Qt::CaseInsensitive);
        return std::search(text.begin(), text.end(), m_bytes.begin(), m_bytes.end(), [](char a, char b) { return small(a) == b; })
            != text.end();
    }

private:
    QString m_wanted;
    std::string m_bytes;
    bool m_ascii;
};

bool matches(const core::TableEntry& entry, const Finder& finder)
{
    if (!entry.row)
        return finder.in(entry.problem->raw) || finder.in(entry.problem->reason);
    return std::any_of(entry.row->fields.begin(), entry.row->fields.end(), [&](std::string_view field) {
        return finder.in(field);
    }) || (entry.problem && finder.in(entry.problem->reason));
}

/// The examples of each text that stands in several, one group after the other as `wanted` decides, in the order of their first
/// ones.
RowPositions repeated(const RowSource& source, RowQuery::Only only, Patience& patience)
{
    RowPositions order;
    if (!source.dataset || !source.roles)
        return order;
    const auto& examples = source.dataset->examples;
    const auto first = core::firstWithSameText(*source.dataset);
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i] != i) {
            auto& group = groups[first[i]];
            if (group.empty())
                group.push_back(first[i]);
            group.push_back(i);
        }
    const auto partOf = [&](std::size_t position) {
        const auto entry = source.preview->at(position);
        return source.roles->split && entry.row ? core::partNamed(entry.row->fields[*source.roles->split]) : std::nullopt;
    };
    for (const auto& [begin, members] : groups) {
        bool conflict = false, learned = false, checked = false;
        RowPositions positions;
        for (const auto member : members) {
            patience.wait();
            const auto position = source.preview->positionOfLine(examples[member].line);
            if (!position)
                continue;
            positions.push_back(static_cast<std::uint32_t>(*position));
            conflict |= examples[member].label != examples[begin].label;
            if (only == RowQuery::Only::Shared) {
                const auto part = partOf(*position);
                learned |= part == core::Part::Learn;
                checked |= part == core::Part::Check || part == core::Part::Test;
            }
        }
        if (only == RowQuery::Only::Repeated || (only == RowQuery::Only::Conflicting && conflict) || (learned && checked))
            order.insert(order.end(), positions.begin(), positions.end());
    }
    return order;
}

void sort(RowPositions& order, const RowSource& source, const RowQuery& query, Patience& patience)
{
    if (query.sortedBy == 0) {
        std::sort(order.begin(), order.end());
        if (query.descending)
            std::reverse(order.begin(), order.end());
        return;
    }
    struct Keyed {
        std::string_view text;
        double value = 0;
        std::uint32_t position = 0;
    };
    const auto column = static_cast<std::size_t>(query.sortedBy - 1);
    const bool labels = source.roles && source.roles->label == column;
    std::vector<Keyed> keyed;
    RowPositions last; // without anything to sort by
    bool numbers = true;
    for (const auto position : order) {
        patience.wait();
        const auto entry = source.preview->at(position);
        auto field = entry.row ? entry.row->fields[column] : std::string_view();
        if (labels && entry.row)
            field = source.labels.nameOf(field).value_or(field);
        if (core::isBlank(field)) {
            last.push_back(position);
            continue;
        }
        const auto value = numbers ? core::toNumber(field) : std::nullopt;
        numbers = numbers && value;
        keyed.push_back({field, value.value_or(0), position});
    }
    const auto before = [&](const Keyed& a, const Keyed& b) {
        patience.wait();
        return numbers ? a.value < b.value : smaller(a.text, b.text);
    };
    if (query.descending)
        std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) { return before(b, a); });
    else
        std::stable_sort(keyed.begin(), keyed.end(), before);
    order.clear();
    for (const auto& one : keyed)
        order.push_back(one.position);
    order.insert(order.end(), last.begin(), last.end());
}

} // namespace

RowPositions arranged(const RowSource& source, const RowQuery& query, std::stop_token stop)
{
    Patience patience(std::move(stop));
    RowPositions order;
    if (query.only == RowQuery::Only::All) {
        order.resize(source.preview->size());
        std::iota(order.begin(), order.end(), 0u);
    } else {
        order = repeated(source, query.only, patience);
    }
    if (!query.search.isEmpty()) {
        const Finder finder(query.search);
        std::erase_if(order, [&](std::uint32_t position) {
            patience.wait();
            return !matches(source.preview->at(position), finder);
        });
    }
    if (query.sortedBy >= 0)
        sort(order, source, query, patience);
    return order;
}

} // namespace attune::ui
