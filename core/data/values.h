#pragma once

#include "core/data/table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// `value` without the white space around it (ASCII only).
std::string_view trimmed(std::string_view value);

/// Whether `value` holds white space only, of Unicode too, or nothing.
bool isBlank(std::string_view value);

/// A to Z made small.
std::string lowerCase(std::string_view value);

/// The finite decimal number that the whole of `value` writes, blanks around it allowed.
std::optional<double> toNumber(std::string_view value);

/// A column's name in small words: "airlineSentiment_gold" gives airline, sentiment, gold.
std::vector<std::string> nameWords(std::string_view name);

/// How well a column's name suits a part: 2 = bears the part's own word, 1 = ends in one, 0.5 = contains one, 0 = does not tell.
double textAffinity(std::string_view name);
double labelAffinity(std::string_view name);

/// Whether columns are commonly called just that ("text", "label", "id", "split" ...).
bool isCommonColumnName(std::string_view name);

/// For sentences: a value in quotation marks, on one line, shortened when long.
std::string inQuotes(std::string_view value);

/// For sentences: the values in quotation marks, at most `limit` of them.
std::string listed(const std::vector<std::string>& values, std::size_t limit = 12);

/// For sentences: "1 row", "2 rows".
std::string counted(std::size_t count, const std::string& noun);

/// For sentences: `column “label”`, or `column 1` in a file without a header.
std::string columnPhrase(const Table& table, std::size_t column);

} // namespace attune::core
