#include "core/model/matrix_product.h"

#ifdef ATTUNE_ONEDNN

#include <oneapi/dnnl/dnnl.hpp>

#include <array>
#include <map>
#include <unordered_map>

namespace attune::core {

namespace {

using Memory = dnnl::memory;

struct Operand {
    std::array<std::int64_t, 2> sizes, strides;
    bool isHalf;
    auto operator<=>(const Operand&) const = default;
};

Operand operandOf(const torch::Tensor& x)
{
    // A single row or column may have any stride there; oneDNN wants one that could be.
    const std::int64_t row = x.size(0) == 1 ? std::max<std::int64_t>(x.stride(0), x.size(1)) : x.stride(0);
    return {{x.size(0), x.size(1)}, {row, x.stride(1)}, x.scalar_type() == torch::kBFloat16};
}

Memory::desc describe(const Operand& x)
{
    return Memory::desc({x.sizes[0], x.sizes[1]}, x.isHalf ? Memory::data_type::bf16 : Memory::data_type::f32, {x.strides[0], x.strides[1]});
}

struct Shape {
    Operand left, right, out;
    bool bias, add;
    auto operator<=>(const Shape&) const = default;
};

dnnl::engine& processor()
{
    static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

/// A product of one shape, with what it computes through.
struct Product {
    dnnl::matmul primitive;
    Memory left, right, bias, out;
    std::unordered_map<int, Memory> arguments;

    explicit Product(const Shape& shape)
    {
        const Memory::desc from = describe(shape.left), by = describe(shape.right), to = describe(shape.out);
        const Memory::desc added({1, shape.out.sizes[1]}, Memory::data_type::f32, Memory::format_tag::ab);
        dnnl::primitive_attr attributes;
        if (shape.add) {
            dnnl::post_ops after;
            after.append_sum(1.0f);
            attributes.set_post_ops(after);
        }
        const auto what = shape.bias ? dnnl::matmul::desc(from, by, added, to) : dnnl::matmul::desc(from, by, to);
        primitive = dnnl::matmul(dnnl::matmul::primitive_desc(what, attributes, processor()));
        left = Memory(from, processor(), nullptr);
        right = Memory(by, processor(), nullptr);
        out = Memory(to, processor(), nullptr);
        arguments = {{DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, right}, {DNNL_ARG_DST, out}};
        if (shape.bias) {
            bias = Memory(added, processor(), nullptr);
            arguments.emplace(DNNL_ARG_BIAS, bias);
        }
    }
};

/// oneDNN makes code for every shape: made once, kept until there are too many.
Product& productOf(const Shape& shape)
{
    constexpr std::size_t kKept = 4096;
    thread_local std::map<Shape, Product> products;
    if (const auto known = products.find(shape); known != products.end())
        return known->second;
    if (products.size() == kKept)
        products.clear();
    return products.emplace(shape, shape).first->second;
}

/// BLAS's way of telling how a matrix lies: transposed or not, and how far a row, or column, is from the next.
struct BlasLayout {
    char transposed;
    std::int64_t stride;
};

BlasLayout layoutOf(const torch::Tensor& x)
{
    return x.stride(1) == 1 ? BlasLayout{'N', std::max(x.stride(0), x.size(1))} : BlasLayout{'T', std::max(x.stride(1), x.size(0))};
}

/// In fp32 oneDNN's sgemm keeps its speed where the primitive loses half of it: at rows of some thousand numbers.
void multiplySingle(const torch::Tensor& left, const torch::Tensor& right, const torch::Tensor& out, bool add)
{
    const BlasLayout from = layoutOf(left), by = layoutOf(right);
    const dnnl_status_t status = dnnl_sgemm(from.transposed, by.transposed, out.size(0), out.size(1), left.size(1), 1.0f, left.data_ptr<float>(),
                                            from.stride, right.data_ptr<float>(), by.stride, add ? 1.0f : 0.0f, out.data_ptr<float>(),
                                            std::max(out.stride(0), out.size(1)));
    TORCH_CHECK(status == dnnl_success, "oneDNN could not multiply matrices: status ", static_cast<int>(status));
}

} // namespace

void multiply(const torch::Tensor& left, const torch::Tensor& right, torch::Tensor out, const torch::Tensor& bias, bool add)
{
    if (left.scalar_type() == torch::kFloat32 && !bias.defined()) {
        multiplySingle(left, right, out, add);
        return;
    }
    thread_local dnnl::stream stream(processor());
    Product& product = productOf({operandOf(left), operandOf(right), operandOf(out), bias.defined(), add});
    product.left.set_data_handle(left.data_ptr());
    product.right.set_data_handle(right.data_ptr());
    product.out.set_data_handle(out.data_ptr());
    if (bias.defined())
        product.bias.set_data_handle(bias.data_ptr());
    product.primitive.execute(stream, product.arguments);
    stream.wait();
}

} // namespace attune::core

#else

namespace attune::core {

void multiply(const torch::Tensor& left, const torch::Tensor& right, torch::Tensor out, const torch::Tensor& bias, bool add)
{
    const torch::NoGradGuard noGrad;
    const bool sameType = out.scalar_type() == left.scalar_type();
    if (!add && !bias.defined() && sameType && out.is_contiguous()) {
        torch::mm_out(out, left, right);
        return;
    }
    torch::Tensor product = torch::mm(left, right);
    if (bias.defined())
        product = product.to(torch::kFloat32) + bias;
    if (add)
        out.add_(product);
    else
        out.copy_(product);
}

} // namespace attune::core

#endif
