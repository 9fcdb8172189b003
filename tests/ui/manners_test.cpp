#include "core/hub/places.h"
#include "core/runs/run_directory.h"
#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/dataset/data_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/explaining/attribution_list.h"
#include "ui/frame/preferences_dialog.h"
#include "ui/frame/rail.h"
#include "ui/frame/settings.h"
#include "ui/frame/start_tile.h"
#include "ui/help/help_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/predict_file_dialog.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/runs/runs_dock.h"
#include "ui/training/settings_group.h"
#include "ui/training/train_page.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>

#include <functional>
#include <iostream>
#include <set>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 5000; // ms
constexpr QSize kSize(1280, 800);

/// A run of another day, with names that are as long as those of people.
void leaveRun(const std::string& name, core::RunStatus status)
{
    const auto directory = core::runsDirectory() / name;
    if (std::filesystem::exists(directory))
        return; // of the test before
    core::TrainingPlan plan;
    plan.totalSteps = 1200;
    core::RunDirectory run(directory, {}, {"/data/customer reviews of the last three years.csv", {}, "/models/all-minilm-l6-v2"}, plan);
    core::RunSummary summary;
    summary.status = status;
    summary.steps = 1200;
    summary.seconds = 4575;
    summary.best.samples = 900;
    summary.best.macroF1 = summary.best.accuracy = 0.9125;
    run.finish(summary);
}

constexpr std::chrono::milliseconds kStepTime(10);

/// A window in which everything has something to show: a training has ended and is measured, another goes on, a sentence is answered and explained.
void fill(WindowDriver& driver)
{
    leaveRun("run-0901", core::RunStatus::Finished);
    leaveRun("run-0902", core::RunStatus::Stopped);
    driver.startTraining();
    const auto& evaluation = driver.the<ui::EvaluatePage>();
    REQUIRE(QTest::qWaitFor([&] { return evaluation.evaluation() && !evaluation.busy(); }, kPatience));
    driver.engine().behaviour.steps = 100000; // the engine's thread is idle now
    QTest::keyClick(&driver.window(), Qt::Key_F5);
    REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::TrainPage>().phase() == ui::RunPhase::Training; }, kPatience));
    for (auto* group : driver.the<ui::TrainPage>().findChildren<ui::SettingsGroup*>())
        group->setOpen(true);
    driver.window().showPage(Page::Predict);
    auto& field = driver.the<ui::SentenceField>();
    QTest::keyClicks(&field, QStringLiteral("The kettle is quiet"));
    QTest::keyClick(&field, Qt::Key_Return);
    CHECK(QTest::qWaitFor([&] { return driver.the<ui::AttributionList>().rows().size() >= 4; }, kPatience));
    CHECK(driver.the<ui::Heatmap>().matrix().rows.count() >= 4);
}

/// Shows all that the window can show, one after the other, and calls `look` with what it is and the window that it stands in.
void visit(WindowDriver& driver, const std::function<void(const QString&, QWidget*)>& look)
{
    ui::MainWindow& window = driver.window();
    const auto seen = [&](const QString& name, QWidget* where) {
        QTest::qWait(40);
        look(name, where);
    };
    window.showPage(Page::Start);
    seen(QStringLiteral("Start"), &window);
    const auto& rail = driver.the<ui::Rail>();
    for (auto* dock : {static_cast<QDockWidget*>(nullptr), static_cast<QDockWidget*>(&driver.the<ui::RunsDock>())}) {
        if (dock)
            dock->show();
        for (int i = 0; i < rail.count(); ++i) {
            window.showPage(Page(i));
            seen(rail.item(i)->text() + (dock ? QStringLiteral(" above the runs") : QString()), &window);
        }
        if (dock)
            dock->hide();
    }
    for (const Page page : {Page::Data, Page::Train}) {
        window.showPage(page);
        QTest::keyClick(&window, Qt::Key_F1);
        seen(QStringLiteral("Help"), &window);
        driver.the<ui::HelpPane>().close();
    }
    QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
    auto& preferences = driver.the<ui::PreferencesDialog>();
    seen(QStringLiteral("Preferences"), &preferences);
    preferences.reject();
    window.showPage(Page::Predict);
    QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("predictFile")), Qt::LeftButton);
    auto* dialog = window.findChild<ui::PredictFileDialog*>();
    REQUIRE(dialog);
    dialog->setInput(QString::fromStdString(driver.writeReviews().string()));
    const bool ready = driver.the<ui::PredictPage>().source().kind != ui::PredictionSource::Kind::None;
    CHECK(QTest::qWaitFor([&] { return dialog->findChild<QPushButton*>(QStringLiteral("start"))->isEnabled() || !ready; }, kPatience));
    seen(QStringLiteral("Predict a file"), dialog);
    dialog->reject();
}

QString described(const QWidget* widget)
{
    const auto* label = qobject_cast<const QLabel*>(widget);
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return QStringLiteral("%1 \"%2\" %3")
        .arg(QLatin1String(widget->metaObject()->className()), label ? label->text() : button ? button->text() : widget->accessibleName(),
            widget->objectName());
}

/// Why the words of `widget` do not fit into it; empty when they do. What shortens its words by itself (size policy Ignored) or paints
/// them itself is left out.
QString clipped(const QWidget* widget)
{
    const auto* label = qobject_cast<const QLabel*>(widget);
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const bool field = qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget);
    if (!label && !button && !field)
        return {};
    if ((label && label->text().isEmpty()) || (button && button->text().isEmpty()))
        return {};
    if (qobject_cast<const ui::RailButton*>(widget) || qobject_cast<const ui::StartTile*>(widget))
        return {};
    const QSize size = widget->size();
    if (label && label->wordWrap()) {
        const int needed = label->heightForWidth(size.width());
        return needed > size.height() + 1 ? QStringLiteral("needs %1 px of height, has %2").arg(needed).arg(size.height()) : QString();
    }
    if (const auto* box = qobject_cast<const QComboBox*>(widget)) { // what is chosen counts; its list is as wide as it needs
        constexpr int kFrameAndArrow = 34;
        const int wanted = box->fontMetrics().horizontalAdvance(box->currentText()) + kFrameAndArrow;
        return wanted > size.width() ? QStringLiteral("needs %1 px of width, has %2").arg(wanted).arg(size.width()) : QString();
    }
    const QSize needed = field ? widget->minimumSizeHint() : widget->sizeHint();
    if (widget->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored && needed.width() > size.width() + 1)
        return QStringLiteral("needs %1 px of width, has %2").arg(needed.width()).arg(size.width());
    if (label && needed.height() > size.height() + 1)
        return QStringLiteral("needs %1 px of height, has %2").arg(needed.height()).arg(size.height());
    return {};
}

/// What of two neighbours that hold words lies over the other; empty where nothing does.
QString overlapped(const QWidget* parent)
{
    QList<const QWidget*> neighbours;
    for (const QObject* child : parent->children())
        if (const auto* widget = qobject_cast<const QWidget*>(child); widget && widget->isVisible() && !widget->isWindow()
            && (qobject_cast<const QLabel*>(widget) || qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget)
                || qobject_cast<const QAbstractSpinBox*>(widget)))
            neighbours.append(widget);
    for (qsizetype i = 0; i < neighbours.size(); ++i)
        for (qsizetype j = i + 1; j < neighbours.size(); ++j)
            if (neighbours[i]->geometry().intersects(neighbours[j]->geometry()))
                return QStringLiteral("%1 lies over %2").arg(described(neighbours[i]), described(neighbours[j]));
    return {};
}

/// Whatever does not fit, in words; empty where all does.
std::string misfits(WindowDriver& driver, int atLeast)
{
    QStringList found;
    int looked = 0;
    visit(driver, [&](const QString& name, QWidget* window) {
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->window() != window)
                continue;
            ++looked;
            if (const QString why = clipped(widget); !why.isEmpty())
                found.append(QStringLiteral("%1: %2 %3").arg(name, described(widget), why));
            if (const QString what = overlapped(widget); !what.isEmpty())
                found.append(QStringLiteral("%1: %2").arg(name, what));
        }
        if (window == &driver.window() && window->size() != kSize)
            found.append(QStringLiteral("%1: the window has grown to %2 x %3").arg(name).arg(window->width()).arg(window->height()));
    });
    std::cout << "manners: " << looked << " widgets looked at" << std::endl;
    CHECK(looked > atLeast);
    found.removeDuplicates();
    return found.join(QLatin1Char('\n')).toStdString();
}

/// Can have the keyboard, and is no mere part of something that can.
bool takesKeyboard(const QWidget* widget)
{
    if (!widget->isVisible() || !widget->isEnabled() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
        return false;
    const bool frame = qobject_cast<const QScrollBar*>(widget) || widget->metaObject() == &QScrollArea::staticMetaObject;
    return !frame && !(widget->parentWidget() && widget->parentWidget()->focusProxy() == widget);
}

/// Runs the test of this name again in a process of its own, with one more variable.
int runAgain(const char* test, const char* variable, const char* value)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(variable), QLatin1String(value));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(QCoreApplication::applicationFilePath(), {QLatin1String(test)});
    return process.waitForFinished(120'000) ? process.exitCode() : -1;
}

} // namespace

TEST_CASE("No words are clipped and nothing lies over anything in a window of 1280 by 800")
{
    WindowDriver driver({.steps = 6, .evalSteps = 2, .stepTime = kStepTime});
    driver.window().resize(kSize);
    SECTION("with nothing open yet")
    {
        CHECK(misfits(driver, 500) == "");
    }
    SECTION("with data, models, runs, a training and answers")
    {
        fill(driver);
        CHECK(misfits(driver, 1500) == "");
    }
}

TEST_CASE("No words are clipped at twice the scale either")
{
    CHECK(runAgain("No words are clipped and nothing lies over anything in a window of 1280 by 800", "QT_SCALE_FACTOR", "2") == 0);
}

TEST_CASE("Whatever the keyboard comes to has a name for screen readers")
{
    WindowDriver driver({.steps = 6, .evalSteps = 2, .stepTime = kStepTime});
    fill(driver);
    std::set<const QWidget*> visited;
    visit(driver, [&](const QString& name, QWidget* window) {
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (widget->window() != window || !takesKeyboard(widget))
                continue;
            visited.insert(widget);
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            CAPTURE(name.toStdString(), described(widget).toStdString());
            CHECK_FALSE((widget->accessibleName().isEmpty() && (!button || button->text().isEmpty())));
        }
    });
    std::cout << "manners: " << visited.size() << " names for screen readers" << std::endl;
    CHECK(visited.size() > 100);
}

TEST_CASE("The tab key comes to everything in sight that can have the keyboard, and back to its beginning")
{
    WindowDriver driver({.steps = 6, .evalSteps = 2, .stepTime = kStepTime});
    fill(driver);
    std::size_t stops = 0;
    visit(driver, [&](const QString& name, QWidget* window) {
        QWidget* first = driver.the<ui::Rail>().item(0);
        if (window != &driver.window())
            first = window->focusWidget() ? window->focusWidget() : window->nextInFocusChain();
        CAPTURE(name.toStdString());
        window->activateWindow();
        first->setFocus();
        std::set<const QWidget*> reached;
        bool round = false;
        for (int presses = 0; presses < 400 && !round; ++presses) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const QWidget* focused = QApplication::focusWidget();
            REQUIRE(focused);
            reached.insert(focused);
            round = focused == first;
        }
        CHECK(round);
        stops += reached.size();
        for (const QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
            if (button->window() != window || !takesKeyboard(button) || button->group())
                continue;
            CAPTURE(described(button).toStdString());
            CHECK(reached.count(button) == 1);
        }
    });
    std::cout << "manners: the tab key stopped " << stops << " times" << std::endl;
}

TEST_CASE("A window that is opened again stands where it stood, with what was open")
{
    QSettings().clear();
    QString file;
    {
        WindowDriver driver;
        driver.openReviews();
        file = QString::fromStdString(driver.the<ui::DataPage>().selection().table->file.string());
        driver.chooseModel();
        driver.window().showPage(Page::Train);
        driver.window().resize(1030, 700);
        driver.window().close();
        CHECK(ui::settings::session().data == file);
        CHECK(ui::settings::session().page == QStringLiteral("train"));
    }
    SECTION("and the file is gone by then")
    {
        WindowDriver driver; // the first one's folder went with it
        driver.window().restoreSession();
        QTest::qWait(100);
        CHECK(driver.window().page() == Page::Train);
        CHECK(driver.window().height() == 700);
        CHECK(driver.messages().cause().isEmpty());
    }
    SECTION("and the file is there")
    {
        WindowDriver driver;
        auto session = ui::settings::session();
        session.data = QString::fromStdString(driver.writeReviews().string());
        session.page = QStringLiteral("data");
        ui::settings::setSession(session);
        driver.window().restoreSession();
        CHECK(driver.window().page() == Page::Data);
        CHECK(QTest::qWaitFor([&] { return driver.the<ui::DataPage>().selection().ready(); }, kPatience));
        CHECK(driver.the<ui::DataPage>().selection().dataset->examples.size() == 40);
    }
    QSettings().clear();
}

TEST_CASE("What was opened stands in Open recent and on the start page, and opens from there")
{
    QSettings().clear();
    WindowDriver driver;
    driver.openReviews();
    driver.window().showPage(Page::Start);
    QMenu* recent = nullptr;
    for (QMenu* menu : driver.window().menuBar()->findChildren<QMenu*>())
        if (menu->title() == QStringLiteral("Open &recent"))
            recent = menu;
    REQUIRE(recent);
    Q_EMIT recent->aboutToShow();
    REQUIRE(recent->actions().size() == 3);
    CHECK(recent->actions()[0]->text() == QStringLiteral("&1  reviews.csv"));
    recent->actions()[0]->trigger();
    CHECK(driver.window().page() == Page::Data);

    const QString gone = QString::fromStdString((driver.writeReviews().parent_path() / "reviews.csv").string());
    QFile::remove(gone);
    driver.window().open(gone);
    CHECK(driver.messages().cause().endsWith(QStringLiteral("does not exist.")));
    CHECK_FALSE(recent->isEnabled()); // what is gone is forgotten
    QSettings().clear();
}
