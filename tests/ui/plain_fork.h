#pragma once

#include <QProcess>

namespace attune::test {

/// ThreadSanitizer's runtime dies in the clone() by which Qt starts a process (clang 14, `CHECK failed: !thr->slot`); with something to do
/// between fork and exec, Qt forks plainly.
inline void forkPlainly(QProcess& process)
{
    process.setChildProcessModifier([] { });
}

} // namespace attune::test
