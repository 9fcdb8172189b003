#if ATTUNE_CATCH_VERSION < 3
#define CATCH_CONFIG_RUNNER
#endif
#include "core/engine/loader.h"
#include "tests/support/catch.h"

int main(int argc, char** argv)
{
    attune::core::prepareProcess();
    return Catch::Session().run(argc, argv);
}
