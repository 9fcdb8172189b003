#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attune::core {

/// Offset of the first byte that is not part of well-formed UTF-8 (no overlong forms, no surrogates), or npos.
std::size_t firstNonUtf8(std::string_view bytes);

/// At most `limit` bytes of `bytes`, never ending within a character; NUL and what is not UTF-8 becomes U+FFFD.
std::string readableExcerpt(std::string_view bytes, std::size_t limit);

/// A name or another text out of a file as it may stand in a sentence and on a terminal: at most 120 bytes, on one line. Control characters
/// (C0, DEL and C1, with which terminals are commanded) and those that turn the direction of writing are '?'; what is not UTF-8 is U+FFFD.
std::string printable(std::string_view text);

} // namespace attune::core
