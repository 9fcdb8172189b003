#include "core/error.h"

namespace attune::core {

Error::Error(std::string cause, std::string wayOut, std::string details)
    : std::runtime_error(wayOut.empty() ? cause : cause + " " + wayOut)
    , m_cause(std::move(cause))
    , m_wayOut(std::move(wayOut))
    , m_details(std::move(details))
{
}

// Out of line, so that the type's identity lives in attune-core alone and is caught across the engine's border.
Error::~Error() = default;

} // namespace attune::core
