#pragma once

#include "ui/evaluation/corrections.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QToolButton;

namespace attune::ui {

class TextLabel;

/// Under the rows: what can be done with those that are chosen, what was changed so far, and where it goes.
class CorrectionStrip : public QWidget {
    Q_OBJECT
public:
    explicit CorrectionStrip(Corrections& corrections, QWidget* parent = nullptr);
    void setLabels(const std::vector<std::string>& labels);
    void setChosen(std::size_t rows); ///< that the buttons would change
    void setPossible(bool possible, const QString& why); ///< whether the rows' file can be written again
    QMenu* labelMenu() const { return m_labels; }

Q_SIGNALS:
    void relabelWanted(const std::string& label);
    void predictedWanted(); ///< each row gets the label that the model gives it
    void leaveOutWanted();
    void takeBackWanted();
    void saveWanted();
    void saveAsWanted();

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void refresh();

    Corrections& m_corrections;
    std::size_t m_chosen = 0;
    bool m_possible = true;
    QString m_why;
    QMenu* m_labels;
    QPushButton* m_relabel;
    QPushButton* m_predicted;
    QPushButton* m_leaveOut;
    QPushButton* m_takeBack;
    TextLabel* m_changes;
    QToolButton* m_undo;
    QToolButton* m_redo;
    QPushButton* m_saveAs;
    QPushButton* m_save;
};

} // namespace attune::ui
