#include "core/runtime/cuda_driver.h"

#include <dlfcn.h>

#include <array>
#include <cstddef>

namespace attune::core {

namespace {

// The few names of CUDA's driver interface that are used here, as its documentation declares them. Every function returns 0 for success.
using Device = int;
using Context = void*;
constexpr int kCapabilityMajor = 75, kCapabilityMinor = 76;

struct Driver {
    int (*init)(unsigned) = nullptr;
    int (*count)(int*) = nullptr;
    int (*get)(Device*, int) = nullptr;
    int (*name)(char*, int, Device) = nullptr;
    int (*totalMemory)(std::size_t*, Device) = nullptr;
    int (*attribute)(int*, int, Device) = nullptr;
    int (*retain)(Context*, Device) = nullptr;
    int (*release)(Device) = nullptr;
    int (*push)(Context) = nullptr;
    int (*pop)(Context*) = nullptr;
    int (*memory)(std::size_t*, std::size_t*) = nullptr;

    bool open()
    {
        void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL); // stays: LibTorch holds it as well
        if (!library)
            return false;
        const auto resolve = [library](auto& function, const char* symbol) {
            function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, symbol));
            return function != nullptr;
        };
        return resolve(init, "cuInit") && resolve(count, "cuDeviceGetCount") && resolve(get, "cuDeviceGet") && resolve(name, "cuDeviceGetName")
            && resolve(totalMemory, "cuDeviceTotalMem_v2") && resolve(attribute, "cuDeviceGetAttribute")
            && resolve(retain, "cuDevicePrimaryCtxRetain") && resolve(release, "cuDevicePrimaryCtxRelease_v2")
            && resolve(push, "cuCtxPushCurrent_v2") && resolve(pop, "cuCtxPopCurrent_v2") && resolve(memory, "cuMemGetInfo_v2") && init(0) == 0;
    }

    /// The driver tells the free memory of the current context only: the one that LibTorch uses is borrowed.
    std::uint64_t freeMemory(Device device) const
    {
        Context context = nullptr, popped = nullptr;
        std::size_t free = 0, total = 0;
        if (retain(&context, device) != 0)
            return 0;
        if (push(context) == 0) {
            if (memory(&free, &total) != 0)
                free = 0;
            pop(&popped);
        }
        release(device);
        return free;
    }
};

} // namespace

std::vector<CudaDevice> cudaDevices()
{
    std::vector<CudaDevice> devices;
    Driver driver;
    int count = 0;
    if (!driver.open() || driver.count(&count) != 0)
        return devices;
    for (int i = 0; i < count; ++i) {
        Device device = 0;
        if (driver.get(&device, i) != 0)
            continue;
        CudaDevice found;
        std::array<char, 256> name{};
        if (driver.name(name.data(), static_cast<int>(name.size()) - 1, device) == 0)
            found.name = name.data();
        std::size_t total = 0;
        if (driver.totalMemory(&total, device) == 0)
            found.memory = total;
        driver.attribute(&found.major, kCapabilityMajor, device);
        driver.attribute(&found.minor, kCapabilityMinor, device);
        found.freeMemory = driver.freeMemory(device);
        devices.push_back(std::move(found));
    }
    return devices;
}

} // namespace attune::core
