#pragma once
// clang 14 evaluates whether libstdc++ 12's std::vector could be a constant as soon as C++20 code names one, which LibTorch 1.13
// does with elements that are still incomplete. A vector that is never a constant is one that it compiles. The bits of
// std::vector<bool> are named beforehand by headers that string needs, as constants; these names must not meet the real ones.
#include <cstddef>

#if __clang_major__ < 15 && _GLIBCXX_RELEASE == 12
#define _Bit_iterator _Bit_iterator_unused
#include <memory>
#include <string>
#include <tuple>
#undef _Bit_iterator

#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#include <vector>
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
#endif
