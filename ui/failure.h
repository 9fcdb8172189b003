#pragma once

#include "core/error.h"

#include <QCoreApplication>
#include <QString>

#include <new>
#include <optional>
#include <utility>

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

inline QString failureWords(const char* text)
{
    return QCoreApplication::translate("Failure", text);
}

/// Does `work` and turns whatever it throws into a Failure: what stands at the edge of every thread.
template <class Work> std::optional<Failure> attempt(Work&& work)
{
    try {
        std::forward<Work>(work)();
        return std::nullopt;
    } catch (const core::Error& error) {
        return Failure::of(error);
    } catch (const std::bad_alloc&) {
        return Failure{failureWords("This computer has not enough free memory for that."),
            failureWords("Close other programs, or choose a smaller model, batch or maximum length."), {}};
    } catch (const std::exception& error) {
        return Failure{failureWords("Attune met a fault that it did not expect."), failureWords("Try again; the details say what happened."),
            QString::fromUtf8(error.what())};
    }
}

} // namespace attune::ui
