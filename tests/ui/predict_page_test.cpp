#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/ui/hinge_text.h"
#include "ui/prediction/bar_list.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/prediction/text_history.h"
#include "ui/prediction/token_strip.h"
#include "ui/frame/theme.h"
#include "ui/plotting/heatmap.h"

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QSvgRenderer>
#include <QTest>

using namespace attune;
using attune::test::hingeTokens;
using attune::test::maps;
using ui::PredictPage;

namespace {

core::Token token(const char* text, std::uint32_t begin, std::uint32_t end)
{
    core::Token result;
    result.text = text;
    result.range = {begin, end};
    return result;
}

core::Prediction answer(float positive)
{
    core::Prediction prediction;
    prediction.labels = {"negative", "positive"};
    prediction.probabilities = {1 - positive, positive};
    prediction.label = positive > 0.5f ? 1 : 0;
    prediction.tokens = hingeTokens();
    prediction.fullLength = prediction.tokens.size();
    prediction.maxLength = 128;
    prediction.seconds = 0.009;
    prediction.attention = maps(2, 3, prediction.tokens.size());
    return prediction;
}

struct Request {
    quint64 id;
    ui::PredictionSource source;
    QString text;
    std::optional<QString> second;
};

/// A page that has a model to ask.
struct AskedPage {
    AskedPage()
    {
        QObject::connect(&page, &PredictPage::predictionRequested,
            [this](quint64 id, const ui::PredictionSource& source, const ui::PredictionText& text) { requests.push_back({id, source, text.text, text.second}); });
        page.resize(1000, 700);
        page.setBestOfRun(QStringLiteral("/runs/run-0003"), 753);
        page.show();
    }
    void type(const char* text)
    {
        auto& field = the<ui::SentenceField>();
        field.clear();
        QTest::keyClicks(&field, QString::fromLatin1(text));
    }
    void typeAndReturn(const char* text)
    {
        type(text);
        QTest::keyClick(&the<ui::SentenceField>(), Qt::Key_Return);
    }
    template <class T> T& the() { return *page.findChild<T*>(); }
    QString shown(const char* name) { return page.findChild<QLabel*>(QString::fromLatin1(name))->text(); }

    PredictPage page;
    std::vector<Request> requests;
};

} // namespace

TEST_CASE("Pieces of a word are joined again in the text's own spelling")
{
    const auto words = ui::wordsOf({QStringLiteral("Hinge creaks!")}, hingeTokens(), false);
    REQUIRE(words.size() == 5);
    CHECK(words[0].special);
    CHECK(words[1].pieces == QStringList{QStringLiteral("Hi"), QStringLiteral("nge")});
    CHECK(words[2].text() == QStringLiteral("creaks"));
    CHECK(words[2].pieces.size() == 3);
    CHECK(words[3].text() == QStringLiteral("!"));
    CHECK(words[4].special);
    CHECK(ui::axisLabel(hingeTokens()[2]) == QStringLiteral("·nge"));
    CHECK(ui::axisLabel(hingeTokens()[0]) == QStringLiteral("[CLS]"));
}

TEST_CASE("Byte ranges point into UTF-8, not into characters")
{
    const QString text = QStringLiteral("Café très");
    const auto words = ui::wordsOf({text}, {token("cafe", 0, 5), token("tres", 6, 11)}, false);
    REQUIRE(words.size() == 2);
    CHECK(words[0].text() == QStringLiteral("Café"));
    CHECK(words[1].text() == QStringLiteral("très"));
    const auto cut = ui::wordsOf({text}, {token("cafe", 0, 5)}, true);
    REQUIRE(cut.size() == 2);
    CHECK(cut[1].text() == QStringLiteral("très"));
    CHECK(cut[1].unread);
}

TEST_CASE("A sentence is asked for once the keys rest, and at once with Return")
{
    AskedPage asked;
    asked.type("good");
    CHECK(asked.requests.empty());
    REQUIRE(QTest::qWaitFor([&] { return !asked.requests.empty(); }, 2000));
    REQUIRE(asked.requests.size() == 1);
    CHECK(asked.requests[0].text == QStringLiteral("good"));
    CHECK(asked.requests[0].source.directory == QStringLiteral("/runs/run-0003"));
    asked.typeAndReturn("better");
    REQUIRE(asked.requests.size() == 2);
    CHECK(asked.requests[1].text == QStringLiteral("better"));
    QTest::qWait(250);
    CHECK(asked.requests.size() == 2); // Return did not leave the timer running
}

TEST_CASE("An answer shows label, probabilities, tokens and attention")
{
    AskedPage asked;
    QSignalSpy status(&asked.page, &PredictPage::statusChanged);
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests.back().id, answer(0.086f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));
    CHECK(asked.shown("probability") == QStringLiteral("91.4 %"));
    CHECK(asked.the<ui::SentenceField>().count() == QStringLiteral("8 of 128 tokens"));
    CHECK(asked.the<ui::TokenStrip>().words().size() == 5);
    CHECK(asked.the<ui::TokenStrip>().unread().isEmpty());
    CHECK(asked.the<ui::Heatmap>().matrix().rows.names
        == QStringList{QStringLiteral("[CLS]"), QStringLiteral("Hinge"), QStringLiteral("creaks"), QStringLiteral("!"), QStringLiteral("[SEP]")});
    CHECK(status.last()[0].toString() == QStringLiteral("Answered in 9 ms"));
}

TEST_CASE("The answer with all that is in view of it is saved as a picture, a drawing or a document")
{
    AskedPage asked;
    auto* save = asked.page.findChild<QPushButton*>(QStringLiteral("savePicture"));
    CHECK_FALSE(save->isEnabled());
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests.back().id, answer(0.086f));
    CHECK(save->isEnabled());
    const test::TemporaryDirectory folder;
    const auto file = [&](const char* name) { return QString::fromStdString((folder / name).string()); };
    const auto contents = [](const QString& path) {
        QFile opened(path);
        return opened.open(QFile::ReadOnly) ? opened.readAll() : QByteArray();
    };
    for (const char* name : {"answer.png", "answer.svg", "answer.pdf"})
        asked.page.savePicture(file(name));
    const QImage picture(file("answer.png"));
    const QSize body = asked.the<ui::Heatmap>().window()->findChild<QStackedWidget*>()->currentWidget()->size();
    CHECK(picture.size() == body * 2);
    const ui::Heatmap& heatmap = asked.the<ui::Heatmap>();
    const QRgb brightest = ui::HeatScale::shares().colours(heatmap.palette())[std::size_t(ui::HeatScale::shares().index(heatmap.matrix().at(0, 0)))];
    const ui::HeatPlaces places = heatmap.places();
    const QPointF cell = QPointF(heatmap.mapTo(asked.page.findChild<QStackedWidget*>()->currentWidget(), QPoint())) + places.origin + QPointF(places.cell, places.cell) / 2;
    CHECK(picture.pixel((cell * 2).toPoint()) == brightest); // the attention is in it
    CHECK(QSvgRenderer(file("answer.svg")).isValid());
    CHECK(contents(file("answer.svg")).contains("negative")); // words stay words
    CHECK(contents(file("answer.pdf")).startsWith("%PDF"));
    QSignalSpy failures(&asked.page, &PredictPage::failed);
    asked.page.savePicture(QStringLiteral("/nowhere/at/all.png"));
    CHECK(failures.size() == 1);
    asked.the<ui::SentenceField>().clear();
    QTest::keyClick(&asked.the<ui::SentenceField>(), Qt::Key_Return);
    CHECK_FALSE(save->isEnabled());
}

TEST_CASE("Answers older than the newest request are dropped")
{
    AskedPage asked;
    asked.typeAndReturn("first");
    asked.typeAndReturn("second");
    REQUIRE(asked.requests.size() == 2);
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label").isEmpty());
    asked.page.showPrediction(asked.requests[1].id, answer(0.2f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label") == QStringLiteral("negative"));

    QSignalSpy failures(&asked.page, &PredictPage::failed);
    asked.page.showFailure(asked.requests[0].id, {QStringLiteral("Old."), {}, {}});
    CHECK(failures.isEmpty());
    asked.page.showFailure(asked.requests[1].id, {QStringLiteral("New."), {}, {}});
    CHECK(failures.size() == 1);
    CHECK(asked.shown("label").isEmpty());
}

TEST_CASE("An emptied field takes the answer away, and a late one is dropped")
{
    AskedPage asked;
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    asked.the<ui::SentenceField>().clear();
    QTest::keyClick(&asked.the<ui::SentenceField>(), Qt::Key_Return);
    CHECK(asked.shown("label").isEmpty());
    CHECK(asked.requests.size() == 1);
    asked.page.showPrediction(asked.requests[0].id, answer(0.9f));
    CHECK(asked.shown("label").isEmpty());
}

TEST_CASE("What was cut off is counted and shown")
{
    AskedPage asked;
    asked.typeAndReturn("Hinge creaks! It also squeaks.");
    auto cut = answer(0.9f);
    cut.fullLength = 22;
    cut.maxLength = 8;
    asked.page.showPrediction(asked.requests.back().id, cut);
    CHECK(asked.the<ui::SentenceField>().count() == QStringLiteral("8 of 8 tokens"));
    CHECK(asked.the<ui::TokenStrip>().unread() == QStringLiteral("It also squeaks."));
    CHECK(asked.shown("tokenNote") == QStringLiteral("Truncated: the last 14 tokens are not read."));
    CHECK(asked.page.findChild<QLabel*>(QStringLiteral("tokenNote"))->isVisible());
    for (const auto& [tokens, words] : {std::pair(1, "Truncated: the last token is not read."), {2, "Truncated: the last 2 tokens are not read."}}) {
        cut.fullLength = cut.tokens.size() + std::size_t(tokens);
        asked.typeAndReturn("Hinge creaks! It also squeaks.");
        asked.page.showPrediction(asked.requests.back().id, cut);
        CHECK(asked.shown("tokenNote") == QLatin1String(words));
    }
}

TEST_CASE("A better model of the run and the model in training answer for themselves")
{
    AskedPage asked;
    auto& sources = asked.the<ui::SourceBox>();
    QSignalSpy lines(&asked.page, &PredictPage::liveLineChanged);
    CHECK(sources.currentText() == QStringLiteral("Run 3, best (step 753)"));
    asked.typeAndReturn("Hinge creaks!");
    asked.page.showPrediction(asked.requests.back().id, answer(0.9f));

    asked.page.setBestOfRun(QStringLiteral("/runs/run-0003"), 828);
    CHECK(sources.currentText() == QStringLiteral("Run 3, best (step 828)"));
    CHECK(asked.requests.size() == 2);

    // The next run: what answered goes on answering, until its own model is asked for.
    asked.page.setTraining(true);
    CHECK(sources.count() == 2);
    CHECK(sources.currentText() == QStringLiteral("Run 3"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Run 3"));
    asked.page.tryRun(QStringLiteral("/runs/run-0004"), true);
    CHECK(asked.requests.back().source.kind == ui::PredictionSource::Kind::InTraining); // it has no best one yet
    sources.choose(QStringLiteral("/runs/run-0003"));
    asked.page.setBestOfRun(QStringLiteral("/runs/run-0004"), 10);
    CHECK(sources.count() == 3);
    CHECK(sources.currentText() == QStringLiteral("Run 3"));
    asked.page.tryRun(QStringLiteral("/runs/run-0004"), true);
    CHECK(asked.requests.back().source.directory == QStringLiteral("/runs/run-0004"));
    CHECK(sources.currentText() == QStringLiteral("Run 4, best (step 10)"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Best so far"));
    sources.setCurrentIndex(0);
    Q_EMIT sources.activated(0);
    CHECK(asked.requests.back().source.kind == ui::PredictionSource::Kind::InTraining);

    asked.page.setTraining(false);
    CHECK(sources.count() == 2);
    CHECK(asked.requests.back().source.directory == QStringLiteral("/runs/run-0004"));
    CHECK(lines.last()[0].toString() == QStringLiteral("Run 4, best"));
}

TEST_CASE("A folder without a model is refused in words")
{
    AskedPage asked;
    QSignalSpy failures(&asked.page, &PredictPage::failed);
    asked.page.openModel(QStringLiteral("/nowhere/at-all"));
    REQUIRE(QTest::qWaitFor([&] { return !failures.isEmpty(); }, 5000));
    CHECK(asked.the<ui::SourceBox>().count() == 1);
}

TEST_CASE("The second text of a pair is asked for and shown apart")
{
    AskedPage asked;
    auto* second = asked.page.findChild<ui::SentenceField*>(QStringLiteral("secondText"));
    REQUIRE(second);
    CHECK_FALSE(second->isVisible());
    asked.page.setTraining(true, true);
    auto& sources = asked.the<ui::SourceBox>();
    Q_EMIT sources.activated(0);
    CHECK(second->isVisible());

    asked.type("Is it loud");
    QTest::keyClicks(second, QStringLiteral("Very"));
    QTest::keyClick(second, Qt::Key_Return);
    CHECK(asked.requests.back().text == QStringLiteral("Is it loud"));
    CHECK(asked.requests.back().second == QStringLiteral("Very"));

    auto pair = answer(0.9f);
    pair.tokens = {token("[CLS]", 0, 0), token("is", 0, 2), token("it", 3, 5), token("loud", 6, 10), token("[SEP]", 0, 0), token("very", 0, 4),
        token("[SEP]", 0, 0)};
    pair.tokens[5].segment = pair.tokens[6].segment = 1;
    pair.fullLength = pair.tokens.size();
    pair.attention = maps(2, 3, pair.tokens.size());
    asked.page.showPrediction(asked.requests.back().id, pair);
    const auto& words = asked.the<ui::TokenStrip>().words();
    REQUIRE(words.size() == 7);
    CHECK(words[5].text() == QStringLiteral("Very"));
    CHECK(words[5].segment == 1);

    second->clear();
    QTest::keyClick(second, Qt::Key_Return);
    CHECK_FALSE(asked.requests.back().second); // what is not typed yet is not asked about
}

TEST_CASE("The strip shows words or pieces, with the special tokens or without")
{
    ui::TokenStrip strip;
    strip.setWords(ui::wordsOf({QStringLiteral("Hinge creaks!")}, hingeTokens(), false));
    CHECK(strip.boxes().join(QLatin1Char(' ')) == QStringLiteral("[CLS] Hinge creaks ! [SEP]"));
    strip.setSpecialShown(false);
    CHECK(strip.boxes().join(QLatin1Char(' ')) == QStringLiteral("Hinge creaks !"));
    strip.setMerged(false);
    CHECK(strip.boxes().join(QLatin1Char(' ')) == QStringLiteral("Hi ·nge cr ·eak ·s !"));
    strip.setSpecialShown(true);
    CHECK(strip.boxes().size() == 8);
}

TEST_CASE("What the vocabulary cannot spell says so, in colour and in words")
{
    ui::TokenStrip strip;
    strip.resize(300, 40);
    const QString text = QStringLiteral("so \u2603 cold");
    strip.setWords(ui::wordsOf({text}, {token("so", 0, 2), token("[UNK]", 3, 6), token("cold", 7, 11)}, false));
    REQUIRE(strip.words().size() == 3);
    CHECK(strip.words()[1].unknown);
    CHECK(strip.words()[1].text() == QStringLiteral("\u2603")); // in the text's own spelling
    CHECK(strip.accessibleDescription() == QStringLiteral("so \u2603 (unknown) cold"));
    const QImage picture = strip.grab().toImage();
    const QColor fill = ui::colours(strip.palette()).warningFill;
    int filled = 0;
    for (int x = 0; x < picture.width(); ++x)
        filled += picture.pixelColor(x, 8) == fill;
    CHECK(filled > 20);
}

TEST_CASE("What was typed is remembered, between two starts as well, and can be cleared")
{
    ui::TextHistory().clear();
    {
        AskedPage asked;
        auto& field = asked.the<ui::SentenceField>();
        asked.typeAndReturn("first");
        asked.typeAndReturn("second");
        asked.type("half typed");
        QTest::keyClick(&field, Qt::Key_Up);
        CHECK(field.text() == QStringLiteral("second"));
        QTest::keyClick(&field, Qt::Key_Up);
        CHECK(field.text() == QStringLiteral("first"));
        QTest::keyClick(&field, Qt::Key_Up); // there is nothing older
        CHECK(field.text() == QStringLiteral("first"));
        QTest::keyClick(&field, Qt::Key_Down);
        QTest::keyClick(&field, Qt::Key_Down);
        CHECK(field.text() == QStringLiteral("half typed"));
    }
    const ui::TextHistory kept;
    REQUIRE(kept.texts().size() == 3); // leaving the page remembers what stands there
    CHECK(kept.texts()[0].text == QStringLiteral("half typed"));
    CHECK(kept.texts()[2].text == QStringLiteral("first"));

    AskedPage asked;
    auto* menu = asked.page.findChild<QMenu*>();
    Q_EMIT menu->aboutToShow();
    REQUIRE(menu->actions().size() == 5);
    menu->actions()[1]->trigger();
    CHECK(asked.the<ui::SentenceField>().text() == QStringLiteral("second"));
    Q_EMIT menu->aboutToShow();
    menu->actions().last()->trigger();
    CHECK(ui::TextHistory().texts().isEmpty());
}

TEST_CASE("The history keeps the newest of each text, and a hundred in all")
{
    ui::TextHistory history;
    history.clear();
    for (int i = 0; i < 120; ++i)
        history.add({QString::number(i)});
    history.add({QStringLiteral("50")});
    history.add({QStringLiteral("   ")});
    CHECK(history.texts().size() == ui::TextHistory::kMost);
    CHECK(history.texts().first().text == QStringLiteral("50"));
    CHECK(history.texts().count({QStringLiteral("50")}) == 1);
    history.add({QStringLiteral("50"), QStringLiteral("a second text")});
    CHECK(history.texts().first().second == QStringLiteral("a second text"));
    history.clear();
}
