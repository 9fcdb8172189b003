#pragma once

#include "tests/support/temporary_directory.h"
#include "tests/ui/fake_engine.h"
#include "ui/frame/message_bar.h"
#include "ui/main_window.h"

#include <QTest>

#include <filesystem>
#include <memory>

namespace attune::test {

/// A shown window over a fake engine, and the few things that every test of it does.
class WindowDriver {
public:
    explicit WindowDriver(FakeBehaviour behaviour = {});
    explicit WindowDriver(ui::ModelWorker::EngineLoader loader);

    ui::MainWindow& window() { return *m_window; }
    FakeEngine& engine() { return m_engine; }
    template <class T> T& the() { return *m_window->findChild<T*>(); }
    ui::MessageBar& messages() { return *m_window->findChild<ui::MessageBar*>(QStringLiteral("messages")); }

    std::filesystem::path writeReviews();   ///< a small CSV of two classes
    void openReviews();                     ///< and waits until the Data page is ready
    void chooseModel();                     ///< a tiny checkpoint, and waits
    void startTraining();                   ///< F5, and waits for the first step to begin
    void closeWindow() { m_window.reset(); }

private:
    void show(ui::ModelWorker::EngineLoader loader);

    TemporaryDirectory m_directory;
    FakeEngine m_engine;                    ///< outlives the window
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace attune::test
