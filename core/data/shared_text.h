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
        const auto own = std::make_shared<const std::string>(std::move(text));
        m_size = own->size();
        m_text = {own, own->data()};
    }
    SharedText(const char* text) : SharedText(std::string(text)) {}
    explicit SharedText(std::string_view text) : SharedText(std::string(text)) {}

    /// `text` stands in what `bytes` keeps.
    SharedText(std::string_view text, const std::shared_ptr<const void>& bytes) : m_text(bytes, text.data()), m_size(text.size()) {}

    operator std::string_view() const { return view(); }
    std::string_view view() const { return {m_text.get(), m_size}; }
    std::string str() const { return std::string(view()); }
    const char* data() const { return m_text.get(); }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    auto begin() const { return view().begin(); }
    auto end() const { return view().end(); }

    friend bool operator==(const SharedText& a, const SharedText& b) { return a.view() == b.view(); }
    friend bool operator==(const SharedText& a, std::string_view b) { return a.view() == b; }
    friend bool operator==(const SharedText& a, const std::string& b) { return a.view() == b; }
    friend bool operator==(const SharedText& a, const char* b) { return a.view() == b; }
    friend std::ostream& operator<<(std::ostream& out, const SharedText& text) { return out << text.view(); }

private:
    std::shared_ptr<const char> m_text; ///< keeps all the bytes that the text is among
    std::size_t m_size = 0;
};

} // namespace attune::core
