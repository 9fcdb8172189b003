#pragma once

#include "core/data/table.h"
#include "core/progress.h"

#include <stop_token>

namespace attune::core {

/// Reads a folder with a folder for each class, in which each file is a text; above them may stand folders for train, validation and test
/// (the layout of aclImdb). The columns are text, label, split where there are such folders, and file. Texts are sorted by part, class and
/// name. What cannot be used is a problem: a folder called unsup, files beside the classes' folders, files that are no text.
/// Throws Error when the folder is not laid out so, or when `stop` asks for it.
Table readTextFolders(const std::filesystem::path& directory, const std::optional<std::string>& encoding, const Progress& progress, std::stop_token stop);

} // namespace attune::core
