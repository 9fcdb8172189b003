#pragma once

#include <string>
#include <string_view>

namespace attune::test {

/// SHA-256 of `bytes` (FIPS 180-4) in small hexadecimal digits.
std::string sha256(std::string_view bytes);

} // namespace attune::test
