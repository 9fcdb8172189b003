#pragma once

#include "ui/comparing/compare_box.h"

#include <QMap>
#include <QObject>

class QStackedWidget;

namespace attune::ui {

class AttentionSelection;
class ComparisonLegend;
class ComparisonView;
class OverTime;

/// Has each answer compared with what is chosen, or goes through what the answering model's run kept of its training. Makes the widgets that choose and show
/// it; whoever lays them out owns them.
class ComparisonDesk : public QObject {
    Q_OBJECT
public:
    /// `selection`: what of the attention is looked at, in all views of it.
    explicit ComparisonDesk(AttentionSelection* selection, QObject* parent = nullptr);
    CompareBox* box() const { return m_box; }
    ComparisonLegend* legend() const { return m_legend; }
    QWidget* view() const; ///< what is compared, in place of the attention where shown() says so

    void setSource(const PredictionSource& source, const QString& name); ///< the model that answers
    void setTraining(bool training);
    void setRunInTraining(const QString& directory);
    void compare(const PredictionText& text); ///< there is an answer to it; the comparisons before it are void
    void clear();                             ///< there is none
    bool shown() const;                       ///< instead of the attention
    bool showsAnswer() const;                 ///< of what is typed, so that nothing is to be seen before there is an answer

    void showComparison(quint64 id, const std::shared_ptr<const ModelComparison>& comparison);
    void showFailure(quint64 id, const Failure& failure);
    void showExamined(); ///< another evaluation of the run in training was kept

Q_SIGNALS:
    void failed(const attune::ui::Failure& failure);
    void requested(quint64 id, const attune::ui::ComparisonJob& job);
    void released();                                   ///< no second model is needed any more
    void marked(const QMap<QString, double>& marks);   ///< the other model's probability of each label; none: they are void
    void viewChanged();                                ///< shown() is to be asked again

private:
    void choose();
    void restart();
    void findRun();
    void mark(const core::Prediction* prediction, const QString& name);
    void markOverTime();
    void say(const QString& icon, const QString& fact, const QString& line);

    CompareBox* m_box;
    ComparisonLegend* m_legend;
    QStackedWidget* m_views;
    ComparisonView* m_sideBySide;
    OverTime* m_overTime;
    QWidget* m_saying = nullptr; ///< what stands in place of a comparison
    PredictionSource m_source;
    QString m_sourceName, m_runInTraining;
    std::optional<PredictionText> m_text; ///< that there is an answer to
    quint64 m_id = 0;
};

} // namespace attune::ui
