#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace attune::core {

/// A text that never changes, and shares its bytes with its copies and with the file that it was read from: a million examples do not
/// hold a second copy of their table.
class SharedText {
public:
    SharedText() = default;
    SharedText(std::string text)
    {
        auto own = std::make_shared<const std::string>(std::move(text));
        m_text = *own;
        m_bytes = std::move(own);
    }
    SharedText(const char* text) : SharedText(std::string(text)) {}
    explicit SharedText(std::string_view text) : SharedText(std::string(text)) {}

    /// `text` stands in what `bytes` keeps.
    SharedText(std::string_view text, std::shared_ptr<const void> bytes) : m_text(text), m_bytes(std::move(bytes)) {}

    operator std::string_view() const { return m_text; }
    std::string_view view() const { return m_text; }
    std::string str() const { return std::string(m_text); }
    const char* data() const { return m_text.data(); }
    std::size_t size() const { return m_text.size(); }
    bool empty() const { return m_text.empty(); }
    auto begin() const { return m_text.begin(); }
    auto end() const { return m_text.end(); }

    friend bool operator==(const SharedText& a, const SharedText& b) { return a.m_text == b.m_text; }
    friend bool operator==(const SharedText& a, std::string_view b) { return a.m_text == b; }
    friend bool operator==(const SharedText& a, const std::string& b) { return a.m_text == b; }
    friend bool operator==(const SharedText& a, const char* b) { return a.m_text == b; }
    friend std::ostream& operator<<(std::ostream& out, const SharedText& text) { return out << text.m_text; }

private:
    std::string_view m_text;
    std::shared_ptr<const void> m_bytes;
};

} // namespace attune::core
