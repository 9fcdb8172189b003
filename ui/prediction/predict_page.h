#pragma once

#include "ui/background_queue.h"
#include "ui/failure.h"
#include "ui/prediction/source_box.h"
#include "ui/selection.h"

#include <QTimer>
#include <QWidget>

class QScrollArea;
class QStackedWidget;

namespace attune::ui {

class AttentionPane;
class BarList;
class PageHeader;
class SentenceField;
class TextLabel;
class TokenStrip;

/// A sentence in; label, probabilities, tokens and attention out.
class PredictPage : public QWidget {
    Q_OBJECT
public:
    explicit PredictPage(QWidget* parent = nullptr);

public Q_SLOTS:
    void setTraining(bool active); ///< offers "In training" as a source
    void setBestOfRun(const QString& runDirectory, qint64 step); ///< offers "Best of run" (first called when a best exists)
    void openModel(const QString& directory); ///< offers and chooses a checkpoint or run folder; only one with a classifier
    void chooseModel(); ///< the folder dialog
    void ask(const QString& directory, const QString& text); ///< the model there, which is offered or opened for it
    void setEngineMissing(const attune::ui::Failure& failure);

    void showPrediction(quint64 id, const attune::core::Prediction& prediction);
    void showFailure(quint64 id, const attune::ui::Failure& failure);

Q_SIGNALS:
    void predictionRequested(quint64 id, const attune::ui::PredictionSource& source, const QString& text);
    void liveLineChanged(const QString& line); ///< "Best so far"
    void statusChanged(const QString& sentence); ///< "Answered in 9 ms"
    void failed(const attune::ui::Failure& failure);

private:
    QWidget* body();
    QWidget* sentencePane();
    QWidget* answerPane();
    void ask(); ///< now, with the sentence and source as they are
    void showSource();
    void clearAnswer();
    void showTokens(const core::Prediction& prediction);
    void showProbabilities(const core::Prediction& prediction);

    SourceBox* m_sources;
    PageHeader* m_header;
    QStackedWidget* m_pages; ///< nothing to ask yet, or the page itself
    SentenceField* m_sentence;
    TextLabel* m_note;
    TokenStrip* m_strip;
    QScrollArea* m_stripArea;
    TextLabel* m_label;
    TextLabel* m_probability;
    BarList* m_bars;
    QScrollArea* m_barsArea;
    QStackedWidget* m_lower; ///< the attention, or what stands there before the first answer
    AttentionPane* m_attention;

    QTimer m_typing; ///< a request follows when the keys rest
    quint64 m_newest = 0; ///< answers to older requests are dropped
    QString m_asked; ///< the text of the newest request
    bool m_answered = false; ///< an answer is on display
    bool m_engineMissing = false;
    BackgroundQueue m_inspection;
};

} // namespace attune::ui
