#include "core/data/row_problems.h"

#include <algorithm>
#include <iterator>

namespace attune::core {

void addInOrder(std::vector<RowProblem>& problems, std::vector<RowProblem> more)
{
    const auto middle = static_cast<std::ptrdiff_t>(problems.size());
    problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    std::inplace_merge(problems.begin(), problems.begin() + middle, problems.end(), [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
}

} // namespace attune::core
