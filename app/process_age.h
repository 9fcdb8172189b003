#pragma once

namespace attune {

/// Milliseconds since the kernel started this process, dynamic linking included; to within 10 ms.
double processAge();

} // namespace attune
