#pragma once

namespace attune::test {

/// Reading delimited text and JSON Lines on one thread and on all, and making examples and a report of it.
void registerCsvBenchmarks();

} // namespace attune::test
