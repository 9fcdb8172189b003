#pragma once

// Debian 12 has Catch2 2.13, newer systems 3.x: tests include this one header. CMake says which it found; headers of another may lie about.
#if ATTUNE_CATCH_VERSION >= 3
#include <catch2/catch_all.hpp>
using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp>
#include <string>
/// As in Catch2 3.
inline auto ContainsSubstring(const std::string& text) { return Catch::Matchers::Contains(text); }
#endif
