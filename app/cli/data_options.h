#pragma once

#include "core/data/dataset.h"
#include "core/progress.h"

#include <CLI/CLI.hpp>

#include <string>

namespace attune::cli {

/// How a data file is written, as far as the command line says so.
struct DialectArguments {
    std::string delimiter, quote, encoding, header;

    core::DialectChoice choice() const;
};

/// --delimiter, --quote, --encoding and --header; what they cannot mean is wrong usage. With `only`, they go with that option alone.
void addDialectOptions(CLI::App& command, DialectArguments& arguments, CLI::Option* only = nullptr);

void addColumnOptions(CLI::App& command, core::ColumnNames& names);

/// The rows of a data file of any shape or, by the name "-", of standard input. A terminal is told how far it is, where that takes a while.
core::Table readTable(const std::string& file, const core::DialectChoice& choice = {});

} // namespace attune::cli
