#pragma once

#include "ui/dataset/column_role.h"
#include "ui/dataset/dataset_reader.h"
#include "ui/selection.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace attune::ui {

class DialectBar;
class LabelsPane;
class PageHeader;
class PreviewTable;
class ProblemPane;
class ProgressBar;
class TableModel;
class TextLabel;

/// Opens a CSV, shows it, lets dialect and columns be changed, and says what will be learned from.
class DataPage : public QWidget {
    Q_OBJECT
public:
    explicit DataPage(QWidget* parent = nullptr);
    const DataSelection& selection() const { return m_selection; }

public Q_SLOTS:
    void open(const QString& file); ///< reads away from the GUI thread
    void chooseFile(); ///< the open dialog
    void setLocked(bool locked); ///< while a training uses the data

Q_SIGNALS:
    void selectionChanged(const attune::ui::DataSelection& selection); ///< also when it is no longer ready
    void liveLineChanged(const QString& line); ///< for the rail: "8,016 examples"
    void statusChanged(const QString& sentence); ///< for the status bar: "Read 8,041 rows in 0.06 s"
    void failed(const attune::ui::Failure& failure);
    void modelRequested(); ///< the primary action "Choose a model"

private:
    void buildHeader();
    QWidget* buildEmpty();
    QWidget* buildContent();
    QWidget* buildProgress();
    void connectReader();

    void read(const core::DialectChoice& choice);
    void setRole(std::size_t column, ColumnRole role);
    void setUseSplitColumn(bool use);
    void cancelReading();
    void showProgress(quint64 done, quint64 total);
    void endReading();
    void present(const ReadResult& result);
    void showFacts();
    void showProblems(bool shown);
    void askForSplit();
    void acceptSplit(const SplitResult& split);
    void refuseSplit(const Failure& failure);
    void publish(bool ready);

    DataSelection m_selection;
    ReadResult m_read; ///< what is shown
    QString m_file; ///< that is shown or being read
    core::DialectChoice m_choice; ///< what the user fixed about what is shown
    core::DialectChoice m_asked; ///< the same of what is being read
    bool m_rolesChosen = false;
    bool m_locked = false;

    DatasetReader m_reader;
    TableModel* m_model;
    PageHeader* m_header;
    QStackedWidget* m_stack;
    QPushButton* m_openAnother;
    QPushButton* m_chooseModel;
    DialectBar* m_dialect;
    PreviewTable* m_preview;
    ProblemPane* m_problems;
    LabelsPane* m_labels;
    QWidget* m_progress;
    TextLabel* m_progressText;
    ProgressBar* m_progressBar;
    QTimer m_progressDelay; ///< quick reads show no progress
};

} // namespace attune::ui
