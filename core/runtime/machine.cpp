#include "core/runtime/machine.h"

#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runtime/torch_compat.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <malloc.h>

#include <cstdlib>
#include <fstream>

namespace attune::core {

namespace {

std::string processorName()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// Path of the shared object that resolves BLAS's `sgemm_` for LibTorch.
std::string blasLibraryPath()
{
    void* torch = dlopen("libtorch_cpu.so", RTLD_NOW | RTLD_NOLOAD);
    if (!torch)
        torch = dlopen("libtorch_cpu.so.1.13", RTLD_NOW | RTLD_NOLOAD);
    // dlsym over a library's own handle searches it and what it depends on: the symbol that LibTorch itself was bound to.
    void* symbol = torch ? dlsym(torch, "sgemm_") : nullptr;
    if (torch)
        dlclose(torch);
    Dl_info where{};
    if (!symbol || !dladdr(symbol, &where) || !where.dli_fname)
        return {};
    std::error_code ignored;
    const auto real = std::filesystem::canonical(where.dli_fname, ignored);
    return ignored ? where.dli_fname : real.string();
}

/// What the user asked for with OMP_NUM_THREADS (prepareProcess has set it where they did not), else the cores there are.
int threadsWanted()
{
    const char* asked = std::getenv("OMP_NUM_THREADS");
    const int threads = asked ? std::atoi(asked) : 0;
    return threads > 0 ? threads : allowedCores();
}

} // namespace

void setUpProcess()
{
    at::set_num_threads(threadsWanted());
#if defined(__GLIBC__)
    // A step makes and drops the same large buffers again and again: keep their pages instead of returning them to the system each time.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

torch::Device chooseDevice(const std::string& name)
{
    if (name == "cpu" || (name == "auto" && !torch::cuda::is_available()))
        return torch::kCPU;
    if (name == "cuda" || name == "auto") {
        if (!torch::cuda::is_available())
            throw Error("There is no CUDA device that this LibTorch can use.", "Choose --device cpu or auto.");
        return torch::Device(torch::kCUDA, 0);
    }
    throw Error("The device \"" + name + "\" is unknown.", "Choose auto, cpu or cuda.");
}

std::string blasInUse()
{
    if (torchUsesMkl())
        return "MKL";
    const std::string path = blasLibraryPath();
    if (path.find("openblas") != std::string::npos)
        return "OpenBLAS";
    if (path.find("blis") != std::string::npos)
        return "BLIS";
    if (path.find("atlas") != std::string::npos)
        return "ATLAS";
    if (path.find("blas") != std::string::npos)
        return "reference BLAS";
    return "unknown";
}

RuntimeReport runtimeReport()
{
    RuntimeReport report;
    report.torchVersion = torchVersion();
    report.blas = blasInUse();
    if (report.blas == "reference BLAS")
        report.warning = "LibTorch computes through the slow reference BLAS, some 30 times slower than it could. "
                         "Install libopenblas0-pthread and start Attune again.";
    report.processor = processorName();
    report.threads = at::get_num_threads();
    report.coresAllowed = allowedCores();
    report.devices = {"cpu"};
    if (torch::cuda::is_available())
        report.devices.push_back("cuda");
    report.chosenDevice = chooseDevice("auto").is_cuda() ? "cuda" : "cpu";
    report.cudaDevice = cudaDeviceName();
    return report;
}

} // namespace attune::core
