#pragma once

#include "ui/background_queue.h"
#include "ui/failure.h"
#include "ui/prediction/answer.h"
#include "ui/prediction/source_box.h"
#include "ui/selection.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace attune::ui {

class AttentionDesk;
class AttributionDesk;
class BarList;
class ComparisonDesk;
class PageHeader;
class SentencePane;
class TextLabel;

/// A sentence (or a pair of texts) in; label, probabilities, tokens and attention out.
class PredictPage : public QWidget {
    Q_OBJECT
public:
    explicit PredictPage(QWidget* parent = nullptr);
    PredictionSource source() const; ///< that answers
    QString sourceName() const;
    AttentionDesk* attention() const { return m_attention; }
    AttributionDesk* attributions() const { return m_attributions; }
    ComparisonDesk* comparisons() const { return m_comparisons; }
    QString openedModel() const; ///< the folder whose model answers; empty where none does, or the one in training

public Q_SLOTS:
    void setTraining(bool active, bool pairs = false); ///< offers "In training" as a source; `pairs`: it learns from pairs of texts
    void setBestOfRun(const QString& runDirectory, qint64 step); ///< offers "Best of run" (first called when a best exists)
    void openModel(const QString& directory); ///< offers and chooses a checkpoint or run folder; only one with a classifier
    void tryRun(const QString& directory, bool training); ///< its best model answers; while it has none, the one in training
    void focusSentence(); ///< the keyboard goes to the field
    void chooseModel(); ///< the folder dialog
    void ask(const QString& directory, const attune::ui::PredictionText& text); ///< the model there, which is offered or opened for it
    void setEngineMissing(const attune::ui::Failure& failure);
    void askAbout(const attune::ui::PredictionText& text); ///< types it and asks at once
    void ask(); ///< now, with the sentence and source as they are
    void savePicture(const QString& file); ///< the answer with all that is in view of it; .png, .svg or .pdf

    void showPrediction(quint64 id, const attune::ui::Answer& answer);
    void showFailure(quint64 id, const attune::ui::Failure& failure);

Q_SIGNALS:
    void modelOpened(const QString& directory); ///< one that the user has opened answers from now on
    void predictFileRequested();
    /// `layer`: the one of the attention that is looked at; one beyond the last means the last.
    void predictionRequested(quint64 id, const attune::ui::PredictionSource& source, const attune::ui::PredictionText& text, std::optional<std::size_t> layer);
    /// Another layer is looked at now than the answer on display holds all digits of: the same question again, for that one.
    void layerRequested(quint64 id, const attune::ui::PredictionSource& source, const attune::ui::PredictionText& text, std::optional<std::size_t> layer);
    void typed(const std::optional<attune::ui::PredictionText>& text); ///< another text than before stands here now, or none
    void liveLineChanged(const QString& line); ///< "Best so far"
    void statusChanged(const QString& sentence); ///< "Answered in 9 ms"
    void failed(const attune::ui::Failure& failure);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void openModel(const QString& directory, const std::function<void()>& opened);
    QWidget* body();
    QWidget* answerPane();
    void choosePicture();
    void showSource();
    void completeLayer();
    void findOutPairs();
    void clearAnswer();
    void showLower();
    void showProbabilities(const core::Prediction& prediction);

    AttentionDesk* m_attention;
    AttributionDesk* m_attributions;
    ComparisonDesk* m_comparisons;
    SourceBox* m_sources;
    PageHeader* m_header;
    QPushButton* m_save;
    QStackedWidget* m_pages; ///< nothing to ask yet, or the page itself
    SentencePane* m_sentence;
    TextLabel* m_label;
    TextLabel* m_probability;
    BarList* m_bars;
    QScrollArea* m_barsArea;
    QStackedWidget* m_lower; ///< what stands there before the first answer, the views of an answer, or the comparison

    QTimer m_typing; ///< a request follows when the keys rest
    quint64 m_requests = 0; ///< so far, each with a number
    quint64 m_newest = 0; ///< answers to older requests are dropped
    quint64 m_completing = 0; ///< the request for a layer of the answer on display; 0: none
    PredictionText m_asked; ///< the text of the newest request
    std::optional<PredictionText> m_typed; ///< that was told last
    quint64 m_shown = 0; ///< the request that the answer on display is to
    int m_milliseconds = 0; ///< that the answer on display took
    bool m_answered = false; ///< an answer is on display
    bool m_engineMissing = false;
    bool m_trainsOnPairs = false; ///< the model in training
    BackgroundQueue m_inspection;
    BackgroundQueue m_runReader; ///< of the run that answers: whether it was trained on pairs
};

} // namespace attune::ui
