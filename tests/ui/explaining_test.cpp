#include "tests/support/catch.h"
#include "tests/ui/fake_engine.h"
#include "ui/explaining/attribution_colours.h"
#include "ui/explaining/attribution_controls.h"
#include "ui/explaining/attribution_desk.h"
#include "ui/explaining/attribution_list.h"
#include "ui/explaining/attribution_pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/theme.h"
#include "ui/model_thread.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/prediction/token_strip.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace attune;
using core::ExplainMethod;

namespace {

/// "Hinge creaks!" as [CLS] hi ##nge cr ##eak ##s ! [SEP].
std::vector<core::Token> hingeTokens()
{
    return {{"[CLS]", 2, {0, 0}}, {"hi", 5, {0, 2}}, {"##nge", 6, {2, 5}}, {"cr", 7, {6, 8}}, {"##eak", 8, {8, 11}}, {"##s", 9, {11, 12}}, {"!", 10, {12, 13}},
        {"[SEP]", 3, {0, 0}}};
}

core::Prediction answer()
{
    core::Prediction prediction;
    prediction.labels = {"negative", "positive"};
    prediction.probabilities = {0.9f, 0.1f};
    prediction.tokens = hingeTokens();
    prediction.fullLength = prediction.tokens.size();
    prediction.maxLength = 128;
    prediction.seconds = 0.009;
    prediction.attention = {1, 1, 8, std::vector<float>(64, 0.125f)};
    return prediction;
}

core::Explanation explanation(ExplainMethod method, std::vector<float> attributions)
{
    core::Explanation result;
    result.method = method;
    result.steps = 50;
    result.labels = {"negative", "positive"};
    result.tokens = hingeTokens();
    result.attributions = std::move(attributions);
    result.seconds = 0.21;
    return result;
}

const std::vector<float> kShares{0, 0.25f, 0.25f, 0.125f, -1, 0.125f, 0.0625f, 0};

/// Without what a test before has chosen.
struct FreshChoice {
    FreshChoice() { QSettings().remove(QStringLiteral("predict/explainMethod")); }
};

/// A page with an answer that is being explained.
struct ExplainedPage : FreshChoice {
    ExplainedPage()
    {
        QObject::connect(page.attributions(), &ui::AttributionDesk::requested,
            [this](quint64 id, const ui::ExplanationJob& job) { requests.emplace_back(id, job); });
        QObject::connect(&page, &ui::PredictPage::predictionRequested, [this](quint64 id) { asked = id; });
        page.resize(1104, 716); // what a window of 1280 x 800 leaves it
        page.setBestOfRun(QStringLiteral("/runs/run-0003"), 753);
        page.show();
        typeAndReturn("Hinge creaks!");
        page.showPrediction(asked, answer());
    }
    void typeAndReturn(const char* text)
    {
        auto* field = page.findChild<ui::SentenceField*>();
        field->clear();
        QTest::keyClicks(field, QString::fromLatin1(text));
        QTest::keyClick(field, Qt::Key_Return);
    }
    void finish(std::vector<float> attributions, std::optional<double> delta = {})
    {
        core::Explanation made = explanation(requests.back().second.options.method, std::move(attributions));
        made.convergenceDelta = delta;
        page.attributions()->showExplanation(requests.back().first, made);
    }
    template <class T> T& the() { return *page.findChild<T*>(); }
    QString shown(const char* name) { return page.findChild<QLabel*>(QString::fromLatin1(name))->text(); }

    ui::PredictPage page;
    std::vector<std::pair<quint64, ui::ExplanationJob>> requests;
    quint64 asked = 0;
};

} // namespace

TEST_CASE("An answer is explained by the chosen method first and by the others after it, so that their rankings are compared")
{
    ExplainedPage explained;
    QSignalSpy status(&explained.page, &ui::PredictPage::statusChanged);
    REQUIRE(explained.requests.size() == 1);
    const ui::ExplanationJob first = explained.requests[0].second;
    CHECK(first.options.method == ExplainMethod::IntegratedGradients);
    CHECK(first.options.label == std::size_t(0));
    CHECK(first.options.steps == 50);
    CHECK(first.text.text == QStringLiteral("Hinge creaks!"));
    CHECK(first.source.directory == QStringLiteral("/runs/run-0003"));
    explained.page.attributions()->showProgress(explained.requests[0].first, 26, 52);
    CHECK(explained.shown("explanationState") == QStringLiteral("Explaining: 50 %"));

    explained.finish(kShares, 0.004);
    CHECK(status.last()[0].toString() == QStringLiteral("Answered in 9 ms, explained in 210 ms"));
    CHECK(explained.shown("explanationState") == QStringLiteral("Convergence delta 0.0040"));
    CHECK_FALSE(explained.page.findChild<QPushButton*>(QStringLiteral("moreSteps"))->isVisible());
    REQUIRE(explained.requests.size() == 2);
    CHECK(explained.requests[1].second.options.method == ExplainMethod::GradientTimesInput);
    explained.finish({0, 0.5f, 0, -0.5f, 0, 0, 0.25f, 0});
    CHECK(explained.shown("agreement") == QStringLiteral("Gradient × input"));
    CHECK(explained.shown("correlations") == QStringLiteral("1.00"));
    CHECK(explained.requests.back().second.options.method == ExplainMethod::LeaveOneOut);
    explained.finish({0, -0.5f, 0, 0.5f, 0, 0, 0, 0});
    CHECK(explained.requests.size() == 3); // nothing is left
    CHECK(explained.shown("agreement") == QStringLiteral("Gradient × input\nLeave one out\nThese two with each other"));
    CHECK(explained.shown("correlations") == QStringLiteral("1.00\n−1.00\n−1.00"));
    CHECK(explained.shown("honestSentence").contains(QStringLiteral("Attention shows where the model looked")));
}

TEST_CASE("Words show the sums of their pieces, in the strip and in the list, the strongest first")
{
    ExplainedPage explained;
    auto& strip = explained.the<ui::TokenStrip>();
    CHECK(strip.values().empty());
    explained.finish(kShares, 0.004);
    CHECK(strip.values() == std::vector<double>{0, 0.5, -0.75, 0.0625, 0});
    CHECK(strip.accessibleDescription().contains(QStringLiteral("cr·eak·s −0.75")));
    const auto& rows = explained.the<ui::AttributionList>().rows();
    using Row = ui::AttributionList::Row;
    CHECK(rows == QList<Row>{{QStringLiteral("creaks"), -0.75}, {QStringLiteral("Hinge"), 0.5}, {QStringLiteral("!"), 0.0625}});
    CHECK(explained.the<ui::AttributionList>().accessibleDescription() == QStringLiteral("creaks −0.75, Hinge +0.50, ! +0.06"));
    strip.setMerged(false);
    CHECK(strip.values() == std::vector<double>(kShares.begin(), kShares.end()));
    strip.setSpecialShown(false);
    CHECK(strip.values().size() == 6);

    // The next sentence's words are not coloured by this one's shares.
    explained.typeAndReturn("Hinge creaks");
    explained.page.showPrediction(explained.asked, answer());
    CHECK(strip.values().empty());
    CHECK(explained.the<ui::AttributionList>().rows().isEmpty());
}

TEST_CASE("What lowers a word's score is painted in another colour, below the axis, and what raises it above")
{
    ExplainedPage explained;
    explained.finish(kShares, 0.004);
    auto& strip = explained.the<ui::TokenStrip>();
    strip.setSpecialShown(false);
    const QImage painted = strip.grab().toImage();
    const auto rowsOf = [&](const QColor& colour) {
        std::vector<int> rows;
        for (int y = 0; y < painted.height(); ++y)
            for (int x = 0; x < painted.width(); ++x)
                if (painted.pixelColor(x, y).rgb() == colour.rgb()) {
                    rows.push_back(y);
                    break;
                }
        return rows;
    };
    const std::vector<int> raised = rowsOf(ui::attributionColour(1, strip.palette())), lowered = rowsOf(ui::attributionColour(-1, strip.palette()));
    REQUIRE_FALSE(raised.empty());
    REQUIRE_FALSE(lowered.empty());
    CHECK(raised.back() <= lowered.front());
    CHECK(lowered.size() > raised.size()); // -0.75 is longer than +0.5
}

TEST_CASE("Bars are as long as the height of the strip allows, up to twice their least length")
{
    ExplainedPage explained;
    explained.finish(kShares, 0.004);
    ui::TokenStrip strip;
    strip.setBarred(true);
    strip.setWords(explained.the<ui::TokenStrip>().words());
    strip.setAttributions(kShares, 1);
    const auto longestPainted = [&] {
        const QImage painted = strip.grab().toImage();
        int rows = 0;
        for (int y = 0; y < painted.height(); ++y)
            for (int x = 0; x < painted.width(); ++x)
                if (painted.pixelColor(x, y).rgb() == ui::attributionColour(-1, strip.palette()).rgb()) {
                    ++rows;
                    break;
                }
        return rows;
    };
    strip.resize(500, ui::TokenStrip::kBarredRowHeight);
    CHECK(strip.barHeight() == 9);
    CHECK(longestPainted() == 7); // 0.75 of it
    strip.resize(500, ui::TokenStrip::kRoomyRowHeight);
    CHECK(strip.barHeight() == 18);
    CHECK(longestPainted() == 14);
    strip.resize(500, 400);
    CHECK(strip.barHeight() == 18);
    strip.resize(120, strip.heightForWidth(120)); // several rows
    CHECK(strip.barHeight() == 9);
    strip.resize(120, strip.heightForWidth(120) * 4 / 3);
    CHECK(strip.barHeight() > 9);
    CHECK(explained.the<ui::TokenStrip>().barHeight() == 18); // one row of words on the page
}

TEST_CASE("Another class is explained when it is chosen, and another method when its segment is")
{
    ExplainedPage explained;
    explained.finish(kShares, 0.004);
    auto* label = explained.page.findChild<QComboBox*>(QStringLiteral("explainedLabel"));
    CHECK(label->currentText() == QStringLiteral("negative"));
    label->setFocus();
    QTest::keyClick(label, Qt::Key_Down);
    CHECK(explained.requests.back().second.options.label == std::size_t(1));
    CHECK(explained.requests.back().second.options.method == ExplainMethod::IntegratedGradients);
    CHECK(explained.the<ui::TokenStrip>().values().empty());
    const quint64 old = explained.requests.back().first;

    auto* method = explained.page.findChild<ui::SegmentedControl*>(QStringLiteral("explainMethod"));
    method->setCurrent(2);
    CHECK(explained.requests.back().second.options.method == ExplainMethod::LeaveOneOut);
    explained.page.attributions()->showExplanation(old, explanation(ExplainMethod::IntegratedGradients, kShares));
    CHECK(explained.the<ui::TokenStrip>().values().empty()); // it was not waited for
    explained.finish({0, 1, 1, 0, 0, 0, 0, 0});
    CHECK(explained.the<ui::TokenStrip>().values() == std::vector<double>{0, 2, 0, 0, 0});
    CHECK(explained.shown("explanationState").isEmpty()); // no delta of this method
    // The choice of a class outlives the sentence, since the model has the same classes.
    explained.typeAndReturn("Hinge creaks");
    explained.page.showPrediction(explained.asked, answer());
    CHECK(label->currentText() == QStringLiteral("positive"));
    CHECK(explained.requests.back().second.options.method == ExplainMethod::LeaveOneOut);
}

TEST_CASE("A large convergence delta is told, and more steps are one press away")
{
    ExplainedPage explained;
    explained.finish(kShares, -2.8);
    CHECK(explained.shown("explanationState") == QStringLiteral("Convergence delta −2.80: large, trust these shares little"));
    auto* more = explained.page.findChild<QPushButton*>(QStringLiteral("moreSteps"));
    REQUIRE(more->isVisible());
    QTest::mouseClick(more, Qt::LeftButton);
    CHECK(explained.requests.back().second.options.method == ExplainMethod::IntegratedGradients);
    CHECK(explained.requests.back().second.options.steps == 200);
    explained.finish(kShares, 0.001);
    CHECK(explained.shown("explanationState") == QStringLiteral("Convergence delta 0.0010"));
}

TEST_CASE("What cannot be explained is told where the explanation would stand, and an emptied field takes it away")
{
    ExplainedPage explained;
    explained.page.attributions()->showFailure(explained.requests.back().first, {QStringLiteral("There is not enough memory."), QStringLiteral("Close a program."), {}});
    CHECK(explained.shown("explanationState") == QStringLiteral("There is not enough memory."));
    CHECK(explained.shown("label") == QStringLiteral("negative")); // the answer stays
    QSignalSpy cancelled(explained.page.attributions(), &ui::AttributionDesk::cancelled);
    explained.typeAndReturn("");
    CHECK_FALSE(cancelled.isEmpty());
    CHECK(explained.shown("explanationState").isEmpty());
}

TEST_CASE("A new explanation ends the old one, and a training goes on between the steps of both")
{
    test::FakeEngine engine;
    ui::ModelThread thread([&]() -> core::Engine& { return engine; });
    QSignalSpy explained(thread.worker()->explainer(), &ui::Explainer::explained);
    QSignalSpy failed(thread.worker()->explainer(), &ui::Explainer::failed);
    thread.start();
    ui::ExplanationJob job{{ui::PredictionSource::Kind::Checkpoint, QStringLiteral("/models/a")}, {QStringLiteral("good film")}, {}};
    job.options.steps = 10'000;
    thread.explain(1, job);
    job.options.steps = 3;
    thread.explain(2, job);
    REQUIRE(QTest::qWaitFor([&] { return !explained.isEmpty(); }, 5000));
    CHECK(explained.first()[0].toULongLong() == 2);
    QTest::qWait(50);
    CHECK(explained.size() == 1);
    job.source = {};
    thread.explain(3, job);
    REQUIRE(QTest::qWaitFor([&] { return !failed.isEmpty(); }, 5000));
    CHECK(failed.first()[0].toULongLong() == 3);
}

TEST_CASE("Scales of attributions are round figures")
{
    CHECK(ui::attributionScale({0.42, -0.1}) == Approx(0.5));
    CHECK(ui::attributionScale({-1.2}) == Approx(1.5));
    CHECK(ui::attributionScale({1.0}) == Approx(1));
    CHECK(ui::attributionScale({7.1}) == Approx(10));
    CHECK(ui::attributionScale({}) == Approx(0.01));
    CHECK(ui::attributionFigure(-0.424, 0.5) == QStringLiteral("−0.42"));
    CHECK(ui::attributionFigure(0.001, 0.5) == QStringLiteral("0.00"));
}
