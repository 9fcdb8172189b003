#include "core/data/rows.h"

#include "core/data/arena.h"

namespace attune::core {

struct Rows::Kept {
    std::vector<std::shared_ptr<const void>> bytes;
    Arena own;
};

Rows::Kept& Rows::kept()
{
    if (!m_kept)
        m_kept = std::make_shared<Kept>();
    return *m_kept;
}

void Rows::append(std::size_t line, std::span<const std::string_view> fields)
{
    if (m_records.empty())
        m_columns = fields.size();
    std::size_t size = 0;
    for (const std::string_view field : fields)
        size += field.size();
    char* const bytes = kept().own.allocate(size);
    std::uint32_t offset = 0;
    for (const std::string_view field : fields) {
        std::copy(field.begin(), field.end(), bytes + offset);
        m_places.push_back({offset, static_cast<std::uint32_t>(field.size())});
        offset += static_cast<std::uint32_t>(field.size());
    }
    m_records.push_back({bytes, line});
}

std::shared_ptr<const void> Rows::bytes() const
{
    return m_kept;
}

void Rows::reserve(std::size_t records)
{
    m_records.reserve(records);
    m_places.reserve(records * m_columns);
}

void Rows::keep(std::shared_ptr<const void> bytes)
{
    if (bytes)
        kept().bytes.push_back(std::move(bytes));
}

} // namespace attune::core
