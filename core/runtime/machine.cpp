#include "core/runtime/machine.h"

#include "core/engine/loader.h"
#include "core/error.h"
#include "core/runs/device_name.h"
#include "core/runtime/cuda_driver.h"
#include "core/engine/memory.h"
#include "core/runtime/torch_compat.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
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
    Dl_info where{};
    // A function that lives in the library that multiplies.
    if (!dladdr(reinterpret_cast<void*>(&at::get_num_threads), &where) || !where.dli_fname)
        return {};
    void* torch = dlopen(where.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    // dlsym over a library's own handle searches it and what it depends on: the symbol that LibTorch itself was bound to.
    void* symbol = torch ? dlsym(torch, "sgemm_") : nullptr;
    if (torch)
        dlclose(torch);
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

std::string deviceName(torch::Device device)
{
    if (device.is_cuda())
        return "cuda:" + std::to_string(device.has_index() ? device.index() : 0);
    return device.is_cpu() ? "cpu" : "mps";
}

torch::Device chooseDevice(const std::string& name)
{
    const int cudaDevices = torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
    const auto wanted = parseDeviceName(name);
    if (!wanted)
        throw Error("The device \"" + name + "\" is unknown.", "Choose auto, cpu, cuda, cuda:N (as in cuda:0) or mps.");
    switch (wanted->kind) {
    case DeviceName::Kind::Auto:
        return cudaDevices > 0 ? torch::Device(torch::kCUDA, 0) : mpsAvailable() ? torch::Device(torch::kMPS) : torch::Device(torch::kCPU);
    case DeviceName::Kind::Cpu:
        return torch::kCPU;
    case DeviceName::Kind::Mps:
        if (!mpsAvailable())
            throw Error("There is no mps device: that is what LibTorch calls the graphics of Apple's computers.", "Choose the device cpu or auto.");
        return torch::kMPS;
    case DeviceName::Kind::Cuda:
        break;
    }
    if (!torchHasCuda())
        throw Error("The engine's LibTorch " + torchVersion() + " was built without CUDA, so it cannot compute on \"" + name + "\".",
                    "Build Attune with packaging/run --gpu, or choose the device cpu or auto.");
    if (cudaDevices == 0)
        throw Error("LibTorch finds no CUDA device that it can use.", "Install NVIDIA's driver, or choose the device cpu or auto.");
    if (wanted->index >= cudaDevices)
        throw Error("There is no CUDA device " + std::to_string(wanted->index) + ": this computer has " + std::to_string(cudaDevices)
                        + ", counted from 0.",
                    "Choose one that attune-cli devices lists.");
    return torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(wanted->index));
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

namespace {

std::vector<Precision> processorPrecisions()
{
    std::vector<Precision> precisions{Precision::Fp32};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bf16"))
        precisions.push_back(Precision::Bf16);
#endif
    return precisions;
}

std::vector<DeviceReport> devices(const std::string& processor)
{
    const SystemMemory memory = systemMemory();
    std::vector<DeviceReport> found{{"cpu", processor, memory.total, memory.available, processorPrecisions()}};
    if (torch::cuda::is_available()) {
        const std::vector<CudaDevice> known = cudaDevices();
        for (std::size_t i = 0; i < static_cast<std::size_t>(torch::cuda::device_count()); ++i) {
            DeviceReport device{"cuda:" + std::to_string(i), "CUDA device", 0, 0, {Precision::Fp32}};
            if (i < known.size()) {
                device.model = known[i].name;
                device.memory = known[i].memory;
                device.freeMemory = known[i].freeMemory;
                if (known[i].major >= 8) // Ampere
                    device.precisions.push_back(Precision::Bf16);
                if (known[i].major >= 7) // Volta
                    device.precisions.push_back(Precision::Fp16);
            }
            found.push_back(std::move(device));
        }
    }
    if (mpsAvailable())
        found.push_back({"mps", "Apple GPU", 0, 0, {Precision::Fp32, Precision::Fp16}});
    return found;
}

} // namespace

namespace {

bool supports(torch::Device device, Precision precision)
{
    for (const DeviceReport& one : devices({}))
        if (one.name == deviceName(device))
            return std::find(one.precisions.begin(), one.precisions.end(), precision) != one.precisions.end();
    return false;
}

/// Seconds of a product as a feed-forward layer of a small model has it; the best of a few, since other programs run, too.
double secondsOfProduct(torch::ScalarType type)
{
    const torch::Tensor a = torch::ones({768, 384}, type), b = torch::ones({1536, 384}, type);
    double best = 1e9;
    for (int i = 0; i < 20; ++i) {
        const auto start = std::chrono::steady_clock::now();
        torch::linear(a, b);
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

bool bf16IsFaster()
{
    static const bool faster = [] {
        const torch::NoGradGuard noGrad;
        return secondsOfProduct(torch::kBFloat16) < secondsOfProduct(torch::kFloat32);
    }();
    return faster;
}

} // namespace

std::uint64_t usedMemory(torch::Device device)
{
    if (device.is_cpu())
        return residentMemory();
    const auto index = static_cast<std::size_t>(device.has_index() ? device.index() : 0);
    const std::vector<CudaDevice> known = device.is_cuda() ? cudaDevices() : std::vector<CudaDevice>();
    return index < known.size() ? known[index].memory - known[index].freeMemory : 0;
}

Precision choosePrecision(const std::string& name, torch::Device device)
{
    if (name == "auto") {
        const bool bf16 = supports(device, Precision::Bf16) && (!device.is_cpu() || bf16IsFaster());
        return bf16 ? Precision::Bf16 : Precision::Fp32;
    }
    const Precision precision = precisionNamed(name);
    if (precision == Precision::Fp16 && !device.is_cuda())
        throw Error("The device " + deviceName(device) + " does not train in fp16.", "Choose the precision auto, bf16 or fp32, or a CUDA device.");
    return precision;
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
    report.processMemory = residentMemory();
    report.devices = devices(report.processor);
    report.chosenDevice = deviceName(chooseDevice("auto"));
    return report;
}

} // namespace attune::core
