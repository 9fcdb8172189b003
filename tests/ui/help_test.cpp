#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/help/help_pane.h"

#include <QFile>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

QString markdown(const QString& guide)
{
    QFile file(QStringLiteral(":/help/%1.md").arg(guide));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QString::fromUtf8(file.readAll());
}

} // namespace

TEST_CASE("F1 opens the guide to the page in view, and an open guide follows the pages")
{
    WindowDriver driver;
    CHECK(driver.window().findChild<ui::HelpPane*>() == nullptr);
    QTest::keyClick(&driver.window(), Qt::Key_F1);
    auto* pane = driver.window().findChild<ui::HelpPane*>();
    REQUIRE(pane);
    CHECK(pane->isVisible());
    CHECK(pane->guide() == QStringLiteral("start"));
    CHECK(pane->text().contains(QStringLiteral("Open a CSV")));
    driver.window().showPage(Page::Data);
    CHECK(pane->guide() == QStringLiteral("data"));
    driver.window().showPage(Page::Predict);
    CHECK(pane->text().contains(QStringLiteral("The Predict page")));

    pane->close();
    driver.window().showPage(Page::Train);
    CHECK(pane->guide() == QStringLiteral("predict"));
    QTest::keyClick(&driver.window(), Qt::Key_F1);
    CHECK(pane->isVisible());
    CHECK(pane->guide() == QStringLiteral("train"));
}

TEST_CASE("A link in a guide leads to the word that it names")
{
    ui::HelpPane pane;
    pane.resize(360, 300);
    pane.show();
    pane.open(QStringLiteral("train"));
    auto* browser = pane.findChild<QTextBrowser*>();
    Q_EMIT browser->anchorClicked(QUrl(QStringLiteral("words.md#warm-up")));
    CHECK(pane.guide() == QStringLiteral("words"));
    CHECK(browser->textCursor().block().text() == QStringLiteral("Warm-up"));
}

TEST_CASE("Every link of the guides leads to a guide or a word that there is")
{
    const QStringList guides = ui::HelpPane::guides();
    REQUIRE(guides.size() >= 7);
    const QString words = markdown(QStringLiteral("words")).toLower();
    const QRegularExpression link(QStringLiteral("\\]\\(([^)#]+)\\.md(#([^)]+))?\\)"));
    int followed = 0;
    for (const QString& guide : guides) {
        auto matches = link.globalMatch(markdown(guide));
        while (matches.hasNext()) {
            const auto match = matches.next();
            CAPTURE(guide.toStdString(), match.captured(0).toStdString());
            CHECK(guides.contains(match.captured(1)));
            if (const QString word = QUrl::fromPercentEncoding(match.captured(3).toUtf8()); !word.isEmpty())
                CHECK(words.contains(QStringLiteral("### %1\n").arg(word.toLower())));
            ++followed;
        }
    }
    CHECK(followed > 20);
}

TEST_CASE("The words that a newcomer meets are explained")
{
    const QString words = markdown(QStringLiteral("words"));
    for (const char* word : {"Warm-up", "Macro-F1", "Calibration", "Attention", "Epoch", "Learning rate", "Token", "Overfitting"}) {
        CAPTURE(word);
        CHECK(words.contains(QStringLiteral("### %1\n").arg(QString::fromLatin1(word))));
    }
}
