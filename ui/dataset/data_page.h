#pragma once

#include "ui/selection.h"

#include <QWidget>

namespace attune::ui {

/// Opens a CSV, shows it, lets dialect and columns be changed, and says what will be learned from.
class DataPage : public QWidget {
    Q_OBJECT
public:
    explicit DataPage(QWidget* parent = nullptr);
    const DataSelection& selection() const { return m_selection; }

public Q_SLOTS:
    void open(const QString& file);      ///< reads away from the GUI thread
    void chooseFile();                   ///< the open dialog
    void setLocked(bool locked);         ///< while a training uses the data

Q_SIGNALS:
    void selectionChanged(const attune::ui::DataSelection& selection); ///< also when it is no longer ready
    void liveLineChanged(const QString& line);                        ///< for the rail: "8,016 examples"
    void statusChanged(const QString& sentence);                      ///< for the status bar: "Read 8,041 rows in 0.06 s"
    void failed(const attune::ui::Failure& failure);
    void modelRequested();                                            ///< the primary action "Choose a model"

private:
    DataSelection m_selection;
};

} // namespace attune::ui
