#include "tests/ui/window_driver.h"

#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"

#include <fstream>

namespace attune::test {

namespace {
    constexpr int kPatience = 5000; // ms
}

WindowDriver::WindowDriver(FakeBehaviour behaviour)
    : m_engine(behaviour)
{
    show([this]() -> core::Engine& { return m_engine; });
}

WindowDriver::WindowDriver(ui::ModelWorker::EngineLoader loader) { show(std::move(loader)); }

void WindowDriver::show(ui::ModelWorker::EngineLoader loader)
{
    m_window = std::make_unique<ui::MainWindow>(std::move(loader));
    m_window->show();
    REQUIRE(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(m_window.get()));
}

std::filesystem::path WindowDriver::writeReviews()
{
    const auto file = m_directory / "reviews.csv";
    std::ofstream out(file);
    out << "review,sentiment\n";
    for (int i = 0; i < 20; ++i)
        out << "The kettle number " << i << " boils quickly and stays quiet,positive\n"
            << "The lamp number " << i << " flickers and never really worked,negative\n";
    return file;
}

void WindowDriver::openReviews()
{
    m_window->open(QString::fromStdString(writeReviews().string()));
    REQUIRE(QTest::qWaitFor([&] { return the<ui::DataPage>().selection().ready(); }, kPatience));
}

void WindowDriver::chooseModel()
{
    const auto checkpoint = dataDirectory() / "training-plain";
    the<ui::ModelPage>().open(QString::fromStdString(checkpoint.string()));
    REQUIRE(QTest::qWaitFor(
        [&] {
            const auto chosen = the<ui::ModelPage>().chosen();
            return chosen && chosen->directory == checkpoint;
        },
        kPatience));
}

void WindowDriver::startTraining()
{
    openReviews();
    chooseModel();
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    REQUIRE(QTest::qWaitFor([&] { return m_engine.inStep || m_engine.stepsMade > 0; }, kPatience));
}

} // namespace attune::test
