#pragma once

#include "core/engine/engine.h"
#include "ui/prediction/text_history.h"

#include <QWidget>

class QCheckBox;
class QMenu;
class QScrollArea;
class QToolButton;

namespace attune::ui {

class SegmentedControl;
class SentenceField;
class TextLabel;
class TokenStrip;

/// Where a text (or a pair) is typed, with what was typed before, and below it the text as the model reads it.
class SentencePane : public QWidget {
    Q_OBJECT
public:
    /// `controls` stand above the tokens, `note` below them.
    SentencePane(QWidget* controls, QWidget* note, QWidget* parent = nullptr);
    PredictionText text() const;
    void setText(const PredictionText& text); ///< says edited
    void setPair(bool pair); ///< two fields instead of one
    void setPageHeight(int height); ///< of which a high one has room for longer bars
    void remember(); ///< what stands here goes into the history
    void show(const PredictionText& text, const core::Prediction& prediction);
    void clearTokens();
    void showAttributions(const std::vector<float>& attributions, double scale); ///< of each token, on the tokens; none: no longer
    TokenStrip* strip() const { return m_strip; }
    bool words() const; ///< pieces are shown as the words that they make
    bool special() const; ///< [CLS] and [SEP] are shown

Q_SIGNALS:
    void unitsChanged(bool words, bool special);
    void edited();
    void submitted(); ///< Return

protected:
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* stripControls();
    void fillHistory();
    void goBack(int steps); ///< in the history; a negative number forward
    void showRemembered(const PredictionText& text);

    SentenceField* m_first;
    SentenceField* m_second;
    QToolButton* m_historyButton;
    QMenu* m_historyMenu;
    TextHistory m_history;
    qsizetype m_place = -1; ///< in the history, of what stands in the fields; -1: typed anew
    PredictionText m_draft; ///< what was typed when the history was entered
    TokenStrip* m_strip;
    QScrollArea* m_stripArea;
    TextLabel* m_note;
    QCheckBox* m_pair;
    QCheckBox* m_special;
    SegmentedControl* m_boxes;
};

} // namespace attune::ui
