#pragma once

#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace attune::test {

/// Ends the program unless `holds`, which libFuzzer and the replay both take for a finding.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// What is shown to people: UTF-8 without NUL.
inline void requireReadable(std::string_view words, const char* what)
{
    require(core::firstNonUtf8(words) == std::string_view::npos && words.find('\0') == std::string_view::npos, what);
}

/// Runs `read`. A refusal is as good an answer as any, as long as it is a sentence on one line; whatever else is thrown is a
/// finding. Tells whether nothing was refused.
template <typename Read> bool accepted(const Read& read)
{
    try {
        read();
        return true;
    } catch (const core::Error& error) {
        requireReadable(error.what(), "a refusal is readable");
        require(error.cause().ends_with('.'), "a refusal is a sentence");
        require(error.cause().find('\n') == std::string::npos, "a refusal is on one line");
        return false;
    }
}

} // namespace attune::test
