#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_RUNNER
#endif
#include "core/engine/loader.h"
#include "tests/support/catch.h"

int main(int argc, char** argv)
{
    attune::core::prepareProcess();
    return Catch::Session().run(argc, argv);
}
