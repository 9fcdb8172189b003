#pragma once

#include "core/error.h"

#include <QString>

namespace attune::ui {

/// A core::Error as the window shows it: cause, way out, details. A value that crosses threads.
struct Failure {
    QString cause;
    QString wayOut;
    QString details;

    static Failure of(const core::Error& error)
    {
        return {QString::fromStdString(error.cause()), QString::fromStdString(error.wayOut()), QString::fromStdString(error.details())};
    }
};

} // namespace attune::ui
