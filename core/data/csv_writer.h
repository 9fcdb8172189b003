#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// One record as RFC 4180 writes it, line end (LF) included: fields with delimiters, quotes or line ends stand in quotes.
std::string csvRecord(const std::vector<std::string>& fields, char delimiter = ',', char quote = '"');

} // namespace attune::core
