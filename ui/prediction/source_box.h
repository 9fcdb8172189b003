#pragma once

#include "ui/selection.h"

#include <QComboBox>

namespace attune::ui {

/// Whose weights answer: the model in training, the best of the run, any model that was opened.
class SourceBox : public QComboBox {
    Q_OBJECT
public:
    explicit SourceBox(QWidget* parent = nullptr);
    PredictionSource source() const;
    QString liveLine() const; ///< for the rail, of source()
    void setTraining(bool active);
    void setBest(const QString& runDirectory, qint64 step);
    void addModel(const QString& directory); ///< and chooses it
    void chooseInTraining(); ///< while there is one
    bool choose(const QString& directory); ///< of those that are offered; false where it is none of them

Q_SIGNALS:
    void sourceChanged(); ///< another one answers from now on

private:
    struct Entry {
        PredictionSource source;
        QString text;
        QString liveLine;
    };
    struct Best {
        QString directory;
        qint64 step = 0;
    };
    std::vector<Entry> entries() const;
    void rebuild(std::optional<PredictionSource> choose = {});

    bool m_training = false;
    std::optional<Best> m_best;
    QStringList m_models;
    std::vector<Entry> m_entries;
    PredictionSource m_source;
};

} // namespace attune::ui
