#pragma once

#include "ui/comparing/model_comparer.h"

#include <QComboBox>

#include <filesystem>

namespace attune::ui {

class RunListModel;

/// What an answer is compared with: nothing, the checkpoint before fine-tuning, another model, or the same model at the evaluations of its training.
class CompareBox : public QComboBox {
    Q_OBJECT
public:
    enum class With { Nothing, Model, OverTime };
    struct Choice {
        With with = With::Nothing;
        ComparedModel model = {}; ///< where it is one
        bool operator==(const Choice&) const = default;
    };

    explicit CompareBox(QWidget* parent = nullptr);
    void setRuns(const RunListModel* runs);  ///< whose models are offered
    void setSource(const PredictionSource& source, const QString& run); ///< that answers; `run`: the folder of its run, or of the model
    void setTraining(bool training);         ///< offers the model in training
    void addModel(const QString& directory); ///< and chooses it
    Choice choice() const { return m_choice; }

Q_SIGNALS:
    void choiceChanged();
    void folderRequested(); ///< "Another model…"

private:
    struct Entry {
        Choice choice;
        QString text, tip = {};
        bool another = false;
    };
    std::vector<Entry> entries() const;
    void rebuild();
    void take(int index);

    const RunListModel* m_runs = nullptr;
    PredictionSource m_source;
    QString m_run;
    bool m_training = false;
    QStringList m_opened;
    std::vector<Entry> m_entries;
    Choice m_choice;
};

} // namespace attune::ui
