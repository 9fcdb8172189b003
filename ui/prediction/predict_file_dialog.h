#pragma once

#include "ui/background_queue.h"
#include "ui/prediction/file_predictor.h"
#include "ui/prediction/source_box.h"

#include <QDialog>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace attune::ui {

class Note;
class ProgressBar;
class TextLabel;

/// A CSV in, the same CSV with predictions out: which file, which column, where to; then how far it is, and what came of it. The window stays
/// usable meanwhile.
class PredictFileDialog : public QDialog {
    Q_OBJECT
public:
    explicit PredictFileDialog(QWidget* parent = nullptr);
    ~PredictFileDialog() override;
    void setModel(const PredictionSource& source, const QString& name); ///< that answers from the next file on
    void setInput(const QString& file);
    bool isRunning() const { return m_running; }

public Q_SLOTS:
    void showProgress(quint64 done, quint64 total);
    void showFinished(const attune::core::FilePredictionReport& report);
    void showFailed(const attune::ui::Failure& failure);
    void showCancelled();

Q_SIGNALS:
    void started(const attune::ui::FilePredictionJob& job);
    void cancelRequested();

private:
    struct Columns {
        QStringList names;
        int text = 0;
        int second = -1;
    };
    static Columns columnsOf(const std::filesystem::path& file);
    QWidget* fileRow(QLineEdit* field, QPushButton* button);
    void addRow(QGridLayout* grid, const QString& name, QWidget* field, QWidget* buddy);
    void chooseInput();
    void chooseOutput();
    void showColumns(const Outcome<Columns>& outcome);
    void askOrStart(); ///< a file that is there is replaced only where the user says so
    void start();
    void showOutput();
    void setRunning(bool running);
    void refresh();

    PredictionSource m_source;
    bool m_running = false;
    bool m_columnsKnown = false;
    QString m_file; ///< whose columns are shown
    QString m_written; ///< the last output
    QString m_mayReplace; ///< the save dialog has asked about it already
    BackgroundQueue m_reader;
    TextLabel* m_model;
    QLineEdit* m_input;
    QPushButton* m_chooseInput;
    QComboBox* m_text;
    QComboBox* m_second;
    QLineEdit* m_output;
    QPushButton* m_chooseOutput;
    ProgressBar* m_progress;
    Note* m_note;
    QPushButton* m_show;
    QPushButton* m_cancel;
    QPushButton* m_start;
};

} // namespace attune::ui
