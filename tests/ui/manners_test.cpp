#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/frame/rail.h"
#include "ui/frame/settings.h"
#include "ui/frame/start_tile.h"
#include "ui/dataset/data_page.h"
#include "ui/prediction/sentence_field.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>

#include <set>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 5000; // ms

/// Start page and all that the rail names, with the page's own name for messages.
std::vector<std::pair<Page, QString>> pages(WindowDriver& driver)
{
    std::vector<std::pair<Page, QString>> all{{Page::Start, QStringLiteral("Start")}};
    const auto& rail = driver.the<ui::Rail>();
    for (int i = 0; i < rail.count(); ++i)
        all.emplace_back(Page(i), rail.item(i)->text());
    return all;
}

/// A window in which every page has something to show.
void fill(WindowDriver& driver)
{
    driver.startTraining();
    QTest::qWait(300);
    driver.window().showPage(Page::Predict);
    auto& field = driver.the<ui::SentenceField>();
    QTest::keyClicks(&field, QStringLiteral("The kettle is quiet"));
    QTest::keyClick(&field, Qt::Key_Return);
    QTest::qWait(300);
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

QStringList clippedWidgets(WindowDriver& driver)
{
    QStringList found;
    int looked = 0;
    for (const auto& [page, name] : pages(driver)) {
        driver.window().showPage(page);
        QTest::qWait(30);
        for (const QWidget* widget : driver.window().findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->window() != &driver.window())
                continue;
            ++looked;
            if (const QString why = clipped(widget); !why.isEmpty())
                found.append(QStringLiteral("%1: %2 %3").arg(name, described(widget), why));
        }
    }
    CHECK(looked > 150);
    found.removeDuplicates();
    return found;
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
    return process.waitForFinished(60'000) ? process.exitCode() : -1;
}

} // namespace

TEST_CASE("No words are clipped on any page of a window of 1280 by 800")
{
    WindowDriver driver({.steps = 100000, .evalSteps = 5, .stepTime = std::chrono::milliseconds(10)});
    driver.window().resize(1280, 800);
    SECTION("with nothing open yet")
    {
        CHECK(clippedWidgets(driver).join(QLatin1Char('\n')).toStdString() == "");
    }
    SECTION("with data, a model and a training")
    {
        fill(driver);
        CHECK(clippedWidgets(driver).join(QLatin1Char('\n')).toStdString() == "");
    }
}

TEST_CASE("No words are clipped at twice the scale either")
{
    CHECK(runAgain("No words are clipped on any page of a window of 1280 by 800", "QT_SCALE_FACTOR", "2") == 0);
}

TEST_CASE("Whatever the keyboard comes to has a name for screen readers")
{
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(10)});
    fill(driver);
    int visited = 0;
    for (const auto& [page, name] : pages(driver)) {
        driver.window().showPage(page);
        QTest::qWait(30);
        for (const QWidget* widget : driver.window().findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                continue;
            const bool frame = qobject_cast<const QScrollBar*>(widget) || widget->metaObject() == &QScrollArea::staticMetaObject;
            if (frame || (widget->parentWidget() && widget->parentWidget()->focusProxy() == widget))
                continue;
            ++visited;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            CAPTURE(name.toStdString(), described(widget).toStdString());
            CHECK_FALSE((widget->accessibleName().isEmpty() && (!button || button->text().isEmpty())));
        }
    }
    CHECK(visited > 30);
}

TEST_CASE("The tab key comes to everything on a page that can have the keyboard, and back to its beginning")
{
    WindowDriver driver({.steps = 100000, .stepTime = std::chrono::milliseconds(10)});
    fill(driver);
    for (const auto& [page, name] : pages(driver)) {
        driver.window().showPage(page);
        QTest::qWait(30);
        std::set<const QWidget*> reached;
        driver.the<ui::Rail>().item(0)->setFocus();
        bool round = false;
        for (int presses = 0; presses < 300 && !round; ++presses) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const QWidget* focused = QApplication::focusWidget();
            REQUIRE(focused);
            reached.insert(focused);
            round = focused == driver.the<ui::Rail>().item(0);
        }
        CAPTURE(name.toStdString());
        CHECK(round);
        for (const QAbstractButton* button : driver.window().findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || !button->isEnabled() || !(button->focusPolicy() & Qt::TabFocus) || button->group())
                continue;
            CAPTURE(described(button).toStdString());
            CHECK(reached.count(button) == 1);
        }
    }
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
