#pragma once

#include "ui/explaining/explainer.h"
#include "ui/prediction/token_words.h"

#include <QObject>

#include <map>

namespace attune::ui {

class AttributionControls;
class AttributionNote;
class AttributionPane;

/// Has each answer explained: first by the chosen method, then by the others, so that their rankings can be compared. Makes the widgets that show it; whoever
/// lays them out owns them.
class AttributionDesk : public QObject {
    Q_OBJECT
public:
    explicit AttributionDesk(QObject* parent = nullptr);
    AttributionControls* controls() const { return m_controls; }
    AttributionNote* note() const { return m_note; }
    AttributionPane* pane() const { return m_pane; }

    /// An answer to be explained; the explanations before it are void.
    void explain(const PredictionSource& source, const PredictionText& text, const core::Prediction& prediction);
    void clear();

    void showProgress(quint64 id, quint64 done, quint64 total);
    void showExplanation(quint64 id, const core::Explanation& explanation);
    void showFailure(quint64 id, const Failure& failure);

Q_SIGNALS:
    void requested(quint64 id, const attune::ui::ExplanationJob& job);
    void cancelled();                                                          ///< what was requested is not wanted any more
    void attributed(const std::vector<float>& attributions, double scale);     ///< of each token; none: they are void
    void shown(double seconds);                                                ///< that the explanation on display took

private:
    void restart();
    void requestNext();
    void display();
    void compare();

    AttributionControls* m_controls;
    AttributionNote* m_note;
    AttributionPane* m_pane;
    ExplanationJob m_job;
    std::vector<TokenWord> m_words; ///< the text's, to be shown by its own spelling
    bool m_active = false;          ///< there is an answer to explain
    std::map<core::ExplainMethod, core::Explanation> m_done;
    std::optional<core::ExplainMethod> m_requested; ///< in the making
    quint64 m_id = 0;
};

} // namespace attune::ui
