#pragma once

#include "ui/dataset/data_desk.h"
#include "ui/dataset/label_history.h"
#include "ui/frame/page_editing.h"


class QAction;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace attune::ui {

class PageHeader;
class ProgressStrip;

/// Opens a file of labelled rows, shows it, lets everything about how it is read be changed, and says what will be learned from.
class DataPage : public QWidget, public PageEditing {
    Q_OBJECT
public:
    explicit DataPage(QWidget* parent = nullptr);
    ~DataPage() override;
    const DataSelection& selection() const { return m_selection; }
    QUndoStack* undoStack() override { return m_locked ? nullptr : m_history.stack(); } ///< of what was done to the labels
    bool canFind() const override { return true; }
    void find() override;

public Q_SLOTS:
    void open(const QString& file); ///< reads away from the GUI thread
    void restore(const attune::ui::RememberedData& remembered); ///< as it was shown, where the file has not changed
    void chooseFile(); ///< the open dialog
    void setCheckpoint(const attune::core::CheckpointSummary& summary); ///< whose tokens the lengths are counted in
    void setMaxLength(std::optional<int> tokens); ///< as chosen on the Train page; absent: by the data
    void setLocked(bool locked); ///< while a training uses the data
    /// The rows to check with are in that file from now on, where those shown are of `learned`; else failed() says why not.
    bool checkWith(const QString& file, const QString& learned);

Q_SIGNALS:
    void selectionChanged(const attune::ui::DataSelection& selection); ///< also when it is no longer ready
    void maxLengthChosen(std::optional<int> tokens); ///< here, or cut by what another model reads; absent: by the data again
    void liveLineChanged(const QString& line); ///< for the rail: "8,016 examples"
    void statusChanged(const QString& sentence); ///< for the status bar: "Read 8,041 rows in 0.06 s"
    void failed(const attune::ui::Failure& failure);
    void modelRequested(); ///< the primary action "Choose a model"

private:
    void buildHeader();
    QWidget* buildEmpty();
    void buildDesk();
    void buildActions();
    void connectReader();

    void refuse(const QString& file); ///< for now: a training uses what is shown
    void read(const core::DialectChoice& choice);
    void remake(const core::ColumnRoles& roles);
    void setRole(std::size_t column, ColumnRole role);
    void relabel();
    void setSplit(const SplitSettings& settings);
    void cancelReading();
    void showProgress(quint64 done, quint64 total);
    void endReading();
    void present(const ReadResult& result);
    void takeRemembered(const ReadResult& result);
    void takeSplitColumn(const ReadResult& result, bool anotherFile);
    void showFacts();
    void countTokens();
    void askForChecks();
    void acceptChecks(const CheckResult& result);
    void refuseSplit(const Failure& failure);
    void publish(bool ready);
    void offerActions();

    DataSelection m_selection;
    ReadResult m_read; ///< what is shown
    QString m_file; ///< that is shown or being read
    core::DialectChoice m_choice; ///< what the user fixed about what is shown
    core::DialectChoice m_asked; ///< the same of what is being read
    bool m_anew = false; ///< what is being read is a file by itself: nothing chosen about what is shown holds for it
    std::map<std::size_t, core::ColumnRoles> m_chosenRoles; ///< of what is shown: by hand, by how many columns the file then has
    std::optional<core::ColumnRoles> m_askedRoles; ///< chosen, and being applied
    std::optional<std::size_t> m_splitColumn; ///< that was found last
    bool m_locked = false;
    std::optional<core::CheckpointSummary> m_checkpoint;

    DatasetReader m_reader;
    DatasetChecks m_checks;
    LabelHistory m_history;
    KeptLabels m_kept; ///< what was done to the labels of other columns
    PageHeader* m_header;
    QStackedWidget* m_stack;
    QLineEdit* m_search;
    ProgressStrip* m_progress;
    QPushButton* m_openAnother;
    QPushButton* m_chooseModel;
    DataDesk* m_desk = nullptr; ///< made for the first file: the window opens without it
    QAction* m_detect = nullptr;
    QAction* m_merge = nullptr;
    QAction* m_mergeVariants = nullptr; ///< the labels pane's own
    QList<QAction*> m_ofRows; ///< that need rows to be shown
};

} // namespace attune::ui
