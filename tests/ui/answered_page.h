#pragma once

#include "tests/support/catch.h"
#include "tests/ui/hinge_text.h"
#include "ui/explaining/attention_desk.h"
#include "ui/explaining/attention_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"

#include <QSettings>
#include <QTest>

#include <memory>

namespace attune::test {

inline core::Prediction answer(std::vector<core::Token> tokens = hingeTokens(), std::size_t layers = 2, std::size_t heads = 3)
{
    core::Prediction prediction;
    prediction.labels = {"negative", "positive"};
    prediction.probabilities = {0.9f, 0.1f};
    prediction.attention = maps(layers, heads, tokens.size());
    prediction.tokens = std::move(tokens);
    prediction.fullLength = prediction.tokens.size();
    prediction.maxLength = 512;
    return prediction;
}

/// A page with an answer, as a window of 1440 x 900 has it, or a narrow one.
struct AnsweredPage {
    explicit AnsweredPage(int width = 1264)
    {
        for (const char* key : {"predict/view", "predict/pieces", "predict/specialTokens"})
            QSettings().remove(QString::fromLatin1(key));
        page = std::make_unique<ui::PredictPage>();
        QObject::connect(page.get(), &ui::PredictPage::predictionRequested, [this](quint64 id) { asked = id; });
        page->resize(width, 788);
        page->setBestOfRun(QStringLiteral("/runs/run-0003"), 753);
        page->show();
        REQUIRE(QTest::qWaitForWindowExposed(page.get()));
        askAndShow("Hinge creaks!", answer());
    }
    void askAndShow(const char* text, const core::Prediction& prediction)
    {
        auto* field = page->findChild<ui::SentenceField*>();
        field->setText(QString::fromUtf8(text));
        QTest::keyClick(field, Qt::Key_Return);
        page->showPrediction(asked, prediction);
        QTest::qWait(10);
    }
    template <class T> T& the() { return *page->findChild<T*>(); }
    template <class T> T& the(const char* name) { return *page->findChild<T*>(QString::fromLatin1(name)); }
    ui::AttentionSelection& selection() { return *page->attention()->selection(); }
    QPoint middleOf(std::size_t row, std::size_t column)
    {
        const auto& heatmap = the<ui::Heatmap>();
        const ui::HeatPlaces at = heatmap.places();
        return QPointF(at.left(heatmap.matrix(), column) + at.cell / 2, at.top(heatmap.matrix(), row) + at.cell / 2).toPoint();
    }

    std::unique_ptr<ui::PredictPage> page;
    quint64 asked = 0;
};

} // namespace attune::test
