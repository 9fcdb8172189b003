#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace attune::core {

/// A value that is made anew at each look, with an arrow to reach into it.
template <typename Value> struct ArrowTo {
    Value value;
    const Value* operator->() const { return &value; }
};

/// Walks over what a container gives by position; the values are made as they are looked at.
template <typename Container, typename Value> class PositionIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = ArrowTo<Value>;
    using reference = Value;

    PositionIterator() = default;
    PositionIterator(const Container* container, std::size_t position) : m_container(container), m_position(position) {}

    Value operator*() const { return (*m_container)[m_position]; }
    ArrowTo<Value> operator->() const { return {**this}; }
    Value operator[](difference_type step) const { return *(*this + step); }
    PositionIterator& operator++() { return *this += 1; }
    PositionIterator& operator--() { return *this -= 1; }
    PositionIterator operator++(int)
    {
        const PositionIterator before = *this;
        ++*this;
        return before;
    }
    PositionIterator operator--(int)
    {
        const PositionIterator before = *this;
        --*this;
        return before;
    }
    PositionIterator& operator+=(difference_type step)
    {
        m_position += static_cast<std::size_t>(step);
        return *this;
    }
    PositionIterator& operator-=(difference_type step) { return *this += -step; }
    friend PositionIterator operator+(PositionIterator i, difference_type step) { return i += step; }
    friend PositionIterator operator+(difference_type step, PositionIterator i) { return i += step; }
    friend PositionIterator operator-(PositionIterator i, difference_type step) { return i -= step; }
    friend difference_type operator-(const PositionIterator& a, const PositionIterator& b)
    {
        return static_cast<difference_type>(a.m_position) - static_cast<difference_type>(b.m_position);
    }
    friend bool operator==(const PositionIterator& a, const PositionIterator& b) { return a.m_position == b.m_position; }
    friend auto operator<=>(const PositionIterator& a, const PositionIterator& b) { return a.m_position <=> b.m_position; }

private:
    const Container* m_container = nullptr;
    std::size_t m_position = 0;
};

/// Where a field stands, counted from the beginning of its record: half the size of a string_view.
struct FieldPlace {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
};

/// The fields of one record: views into bytes that the table keeps.
class Fields {
public:
    Fields() = default;
    Fields(const char* record, std::span<const FieldPlace> places) : m_record(record), m_places(places) {}

    std::size_t size() const { return m_places.size(); }
    bool empty() const { return m_places.empty(); }
    std::string_view operator[](std::size_t i) const { return {m_record + m_places[i].offset, m_places[i].length}; }
    auto begin() const { return PositionIterator<Fields, std::string_view>(this, 0); }
    auto end() const { return PositionIterator<Fields, std::string_view>(this, size()); }
    friend bool operator==(const Fields& a, const Fields& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

private:
    const char* m_record = nullptr;
    std::span<const FieldPlace> m_places;
};

/// One usable record; valid as long as the Rows that it is of.
struct Row {
    std::size_t line = 0; ///< 1-based physical line at which the record starts; in a folder of texts, the text's number
    Fields fields;        ///< as many as there are columns, exactly as written between delimiters and quotes
};

class Arena;

/// Records in file order. They are an index into the file's bytes, which are shared: a copy costs the index only.
class Rows {
public:
    /// `columns` fields each.
    explicit Rows(std::size_t columns) : m_columns(columns) {}
    Rows() = default;

    std::size_t size() const { return m_records.size(); }
    bool empty() const { return m_records.empty(); }
    Row operator[](std::size_t i) const
    {
        return {m_records[i].line, {m_records[i].bytes, std::span(m_places).subspan(i * m_columns, m_columns)}};
    }
    Row front() const { return (*this)[0]; }
    Row back() const { return (*this)[size() - 1]; }
    auto begin() const { return PositionIterator<Rows, Row>(this, 0); }
    auto end() const { return PositionIterator<Rows, Row>(this, size()); }

    /// Adds a record, copying its fields; the first one says how many fields there are.
    void append(std::size_t line, std::span<const std::string_view> fields);
    void append(std::size_t line, std::initializer_list<std::string_view> fields) { append(line, std::span(fields.begin(), fields.size())); }

    /// What keeps the bytes of every field: a view of a field stays valid as long as this is held.
    std::shared_ptr<const void> bytes() const;

    /// For readers. Where one record's fields are counted from, and the line on which it starts.
    struct Place {
        const char* bytes;
        std::size_t line;
    };
    void reserve(std::size_t records);
    void keep(std::shared_ptr<const void> bytes);
    void append(const Place& place, std::span<const FieldPlace> fields)
    {
        m_records.push_back(place);
        m_places.insert(m_places.end(), fields.begin(), fields.end());
    }

private:
    struct Kept;
    Kept& kept();

    std::size_t m_columns = 0;
    std::vector<Place> m_records;
    std::vector<FieldPlace> m_places; ///< those of the first record, then those of the second ...
    std::shared_ptr<Kept> m_kept;
};

} // namespace attune::core
