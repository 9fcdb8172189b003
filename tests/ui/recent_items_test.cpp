#include "tests/support/catch.h"
#include "ui/frame/recent_items.h"
#include "ui/frame/recent_view.h"
#include "ui/words.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace attune;
using ui::RecentItem;
using ui::RecentItems;

TEST_CASE("What was opened is remembered between two starts, the newest first")
{
    {
        RecentItems recent;
        recent.clear();
        recent.add({RecentItem::Kind::Data, QStringLiteral("/data/old.csv"), QStringLiteral("40 rows"), {}, {}});
        recent.add({RecentItem::Kind::Run, QStringLiteral("/runs/run-0003"), QStringLiteral("mini on old.csv"), QStringLiteral("accuracy 0.910"), {}});
        recent.add({RecentItem::Kind::Data, QStringLiteral("/data/old.csv"), QStringLiteral("41 rows"), {}, {}});
    }
    RecentItems recent;
    REQUIRE(recent.items().size() == 2);
    CHECK(recent.items()[0].name() == QStringLiteral("old.csv"));
    CHECK(recent.items()[0].facts == QStringLiteral("41 rows"));
    CHECK(recent.items()[1].kind == RecentItem::Kind::Run);
    CHECK(recent.items()[1].figure == QStringLiteral("accuracy 0.910"));
    CHECK(recent.items()[1].when.secsTo(QDateTime::currentDateTime()) < 60);

    recent.remove(QStringLiteral("/runs/run-0003"));
    CHECK(RecentItems().items().size() == 1);
    recent.clear();
    CHECK(RecentItems().items().isEmpty());
}

TEST_CASE("What two windows have opened is remembered of both")
{
    RecentItems one, other;
    one.clear();
    one.add({RecentItem::Kind::Data, QStringLiteral("/data/one.csv"), {}, {}, {}});
    other.add({RecentItem::Kind::Data, QStringLiteral("/data/other.csv"), {}, {}, {}});
    one.add({RecentItem::Kind::Run, QStringLiteral("/runs/run-0001"), {}, {}, {}});
    CHECK(RecentItems().items().size() == 3);
    CHECK(one.items().size() == 3);
    one.clear();
}

TEST_CASE("The list keeps the ten newest")
{
    RecentItems recent;
    for (int i = 0; i < 14; ++i)
        recent.add({RecentItem::Kind::Checkpoint, QStringLiteral("/models/%1").arg(i), {}, {}, {}});
    CHECK(recent.items().size() == 10);
    CHECK(recent.items().first().name() == QStringLiteral("13"));
    recent.clear();
}

TEST_CASE("Days are told as people tell them")
{
    const QDateTime now(QDate(2026, 3, 1), QTime(9, 30));
    CHECK(ui::dayInWords(QDateTime(QDate(2026, 3, 1), QTime(8, 5)), now) == QStringLiteral("today 08:05"));
    CHECK(ui::dayInWords(QDateTime(QDate(2026, 2, 28), QTime(23, 59)), now) == QStringLiteral("yesterday 23:59"));
    CHECK(ui::dayInWords(QDateTime(QDate(2026, 2, 3), QTime(1, 0)), now) == QStringLiteral("3 Feb 2026"));
    CHECK(ui::dayInWords(QDateTime(QDate(2025, 12, 31), QTime(1, 0)), now) == QStringLiteral("31 Dec 2025"));
}

TEST_CASE("A run has the same name in the recent list as in the list of runs")
{
    RecentItems recent;
    recent.clear();
    recent.add({RecentItem::Kind::Run, QStringLiteral("/runs/run-0014"), {}, {}, {}});
    recent.add({RecentItem::Kind::Run, QStringLiteral("/runs/elsewhere"), {}, {}, {}});
    CHECK(recent.items()[1].name() == QStringLiteral("Run 14"));
    CHECK(recent.items()[0].name() == QStringLiteral("elsewhere"));
    recent.setTitle(QStringLiteral("/runs/run-0014"), QStringLiteral("With pairs"));
    CHECK(RecentItems().items()[1].name() == QStringLiteral("With pairs"));
    recent.setTitle(QStringLiteral("/runs/run-0014"), QStringLiteral("Run 14"));
    CHECK(RecentItems().items()[1].name() == QStringLiteral("Run 14"));
    recent.clear();
}

TEST_CASE("A row of the recent list is opened by a click, and by Return")
{
    RecentItems recent;
    recent.clear();
    recent.add({RecentItem::Kind::Data, QStringLiteral("/data/one.csv"), {}, {}, {}});
    ui::RecentView view(recent);
    const QAbstractItemModelTester tester(view.model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    recent.add({RecentItem::Kind::Run, QStringLiteral("/runs/run-0001"), {}, QStringLiteral("accuracy 0.9"), {}});
    view.resize(700, 200);
    view.show();
    REQUIRE(QTest::qWaitForWindowExposed(&view));
    QSignalSpy chosen(&view, &ui::RecentView::chosen);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(60, ui::RecentView::kRowHeight + 10));
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].toString() == QStringLiteral("/data/one.csv"));
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Return);
    REQUIRE(chosen.count() == 2);
    CHECK(chosen[1][0].toString() == QStringLiteral("/runs/run-0001"));
    recent.clear();
}
