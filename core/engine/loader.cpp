#include "core/engine/loader.h"

#include "core/engine/engine_library.h"
#include "core/error.h"
#include "core/hub/places.h"

#include <cstdlib>
#include <mutex>

namespace attune::core {

namespace {

constexpr int kMostThreadsPerCore = 8;

void setWhereUnset(const char* name, const std::string& value) { setenv(name, value.c_str(), 0); }

bool hasAvx512()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

bool hasBf16()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

} // namespace

void prepareProcess(int threads)
{
    const std::string cores = std::to_string(threads > 0 ? threads : allowedCores());
    // A few threads for each core are somebody's choice. Thousands are a slip, and the computation would hardly end.
    if (const char* asked = std::getenv("OMP_NUM_THREADS"); asked && std::atoi(asked) > kMostThreadsPerCore * allowedCores())
        setenv("OMP_NUM_THREADS", cores.c_str(), 1);
    setWhereUnset("OMP_NUM_THREADS", cores);
    setWhereUnset("OPENBLAS_NUM_THREADS", cores);
    setWhereUnset("MKL_NUM_THREADS", cores);
    // OpenBLAS has threads of its own: while they multiply, OpenMP's must sleep and not spin beside them (measured: two to five times
    // the speed of a training in fp32, most where other programs run).
    setWhereUnset("OMP_WAIT_POLICY", "passive");
    // Where training computes in bf16, oneDNN's OpenMP threads do the multiplying: a short wait awake makes that a third faster (and fp32 a fifth
    // slower, which is then only taken where it is asked for). See tests/benchmark/RESULTS.md.
    if (hasBf16())
        setWhereUnset("GOMP_SPINCOUNT", "3000");
    // An OpenBLAS older than the processor does not know it and falls back to Haswell's kernels, at half the speed.
    if (hasAvx512())
        setWhereUnset("OPENBLAS_CORETYPE", "SkylakeX");
}

std::filesystem::path enginePath()
{
    if (const char* chosen = std::getenv("ATTUNE_ENGINE"); chosen && *chosen)
        return chosen;
    return programDirectory() / "libattune-engine.so";
}

Engine& loadEngine(const std::filesystem::path& library)
{
    static std::mutex mutex;
    static Engine* loaded = nullptr;

    const std::lock_guard lock(mutex);
    if (!loaded) {
        const EngineEntry& entry = openEngineLibrary(library);
        try {
            loaded = &entry.engine();
        } catch (const Error&) {
            throw;
        } catch (const std::exception& failure) {
            throw Error("The engine " + library.string() + " cannot be started.", "Set ATTUNE_ENGINE to another engine.", failure.what());
        }
    }
    return *loaded;
}

} // namespace attune::core
