#include "core/model/dropout.h"

#include <ATen/Parallel.h>

#include <mutex>

namespace attune::core {

namespace {

/// out[i] = keep(i) ? in[i] * scale : 0, where keep is a hash of the element's position. `target_clones` picks the widest vector unit at run time.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#endif
void dropRange(const float* in, float* out, std::int64_t begin, std::int64_t end, std::uint32_t key, std::uint32_t threshold, float scale)
{
    for (std::int64_t i = begin; i < end; ++i)
        out[i] = isKept(static_cast<std::uint32_t>(i), key, threshold) ? in[i] * scale : 0.0f;
}

torch::Tensor dropOnCpu(const torch::Tensor& x, double p, std::uint64_t site)
{
    const torch::Tensor in = x.contiguous();
    torch::Tensor out = torch::empty_like(in);
    const std::uint32_t threshold = dropoutThreshold(p), key = dropoutKey(site);
    const auto scale = static_cast<float>(1.0 / (1.0 - p));
    const float* source = in.data_ptr<float>();
    float* target = out.data_ptr<float>();
    at::parallel_for(0, in.numel(), 1 << 15, [&](std::int64_t begin, std::int64_t end) {
        dropRange(source, target, begin, end, key, threshold, scale);
    });
    return out;
}

struct DropoutFunction : torch::autograd::Function<DropoutFunction> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x, double p, std::int64_t site)
    {
        context->saved_data["p"] = p;
        context->saved_data["site"] = site;
        return dropOnCpu(x, p, static_cast<std::uint64_t>(site));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients)
    {
        const auto site = static_cast<std::uint64_t>(context->saved_data["site"].toInt());
        return {dropOnCpu(gradients[0], context->saved_data["p"].toDouble(), site), torch::Tensor(), torch::Tensor()};
    }
};

} // namespace

torch::Tensor dropout(const torch::Tensor& x, double p, DropoutBits* bits)
{
    if (!bits || p <= 0)
        return x;
    const std::uint64_t site = bits->nextSite();
    if (x.device().is_cpu())
        return DropoutFunction::apply(x, p, static_cast<std::int64_t>(site));
    seedGenerator(x.device(), site);
    return torch::dropout(x, p, true); // one kernel, which keeps the mask
}

void seedGenerator(torch::Device device, std::uint64_t site)
{
    at::Generator generator = at::globalContext().defaultGenerator(device);
    const std::lock_guard lock(generator.mutex());
    generator.set_current_seed(site);
}

} // namespace attune::core
