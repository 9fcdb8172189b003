#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace attune::core {

/// The licence that a checkpoint states: `license:` at the head of README.md as the Hub's model cards have it, else what a file LICENSE begins
/// with. By its SPDX name where it has one ("Apache-2.0"); "see LICENSE" where that file is unknown; empty where nothing is stated. Never throws.
std::string statedLicence(const std::filesystem::path& directory);

/// From a model card's text; empty where it states none.
std::string licenceOfCard(std::string_view readme);

/// From a licence's text; empty where it is none of the usual ones.
std::string licenceOfText(std::string_view text);

} // namespace attune::core
