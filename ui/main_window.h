#pragma once

#include "ui/frame/recent_items.h"
#include "ui/frame/settings.h"
#include "ui/frame/theme.h"
#include "ui/model_thread.h"
#include "ui/selection.h"

#include <QMainWindow>

class QStackedWidget;

namespace attune::ui {

class DataPage;
class EvaluatePage;
class HelpDesk;
class Menus;
class MessageBar;
class ModelPage;
class Opener;
class PredictFileDialog;
class PredictPage;
class Rail;
struct RunEntry;
class RunListModel;
class RunsDock;
class StartPage;
class StatusStrip;
class TrainPage;

/// Puts pages, rail, menus and the engine's thread together: who tells whom what.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum class Page { Start = -1, Data, Model, Train, Evaluate, Predict };

    explicit MainWindow(ModelWorker::EngineLoader loader = []() -> core::Engine& { return core::loadEngine(); });
    ~MainWindow() override;

    Page page() const;

public Q_SLOTS:
    void showPage(attune::ui::MainWindow::Page page);
    void open(const QString& path);   ///< a CSV, a checkpoint or a run; goes to the page that is for it
    void trySample();
    void restoreSession();            ///< opens what was open when the window was closed the last time

Q_SIGNALS:
    void firstPainted();              ///< the window is on the screen; only now the engine begins to load

protected:
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void layOut();
    void connectPages();
    void connectOpening();
    void connectRecent();
    void connectHelp();
    void connectTraining();
    void connectEvaluating();
    void connectPredicting();
    void connectComparing();
    void predictFile();
    void connectRuns();
    void offerInterrupted();
    void showUnfinished(const RunEntry& run);
    void resumeRun(const RunEntry& run);
    void setLocked(bool locked);
    void updateTrainable();
    void showMachine();
    void noteOpened(const QString& directory);
    void keepSession();
    void editPreferences();
    QString nameOf(Page page) const;  ///< in files: "data", "model" ...; empty: the start page
    void updateTitle();
    void continueSample();
    void report(const QObject* source, const Failure& failure);
    void settle(const QObject* source);
    void pauseAndClose();
    void stopAndClose();
    void endedTraining();

    ModelThread m_engine;
    RecentItems m_recent;
    Rail* m_rail;
    QStackedWidget* m_pages;
    QMainWindow* m_docks;                     ///< pages and docks: to the right of the rail, above the status strip
    StartPage* m_start;
    DataPage* m_data;
    ModelPage* m_model;
    TrainPage* m_train;
    EvaluatePage* m_evaluate;
    PredictPage* m_predict;
    RunListModel* m_runs;
    RunsDock* m_runsDock;
    MessageBar* m_messages;
    StatusStrip* m_status;
    Menus* m_menus;
    Opener* m_opener;
    HelpDesk* m_help;
    PredictFileDialog* m_fileDialog = nullptr; ///< made when it is first asked for

    std::optional<core::RuntimeReport> m_runtime;
    QString m_precision;                      ///< that a training would have, as far as it was measured
    std::optional<settings::Session> m_restored; ///< what was open the last time
    std::optional<std::pair<std::filesystem::path, core::TrainingOptions>> m_restoredOptions; ///< of a checkpoint that is being opened again
    const QObject* m_messageSource = nullptr; ///< whose trouble the message bar shows
    QString m_run;                            ///< name of the run in progress
    std::filesystem::path m_runDirectory;
    bool m_engineReady = false;
    bool m_painted = false;
    bool m_interruptedLookedFor = false;      ///< there is none to offer, or the offer was answered
    QString m_interruptedOffer;               ///< as the message bar says it; whatever takes its place does not answer it
    bool m_samplePending = false;             ///< on the way to the Train page with the sample
    bool m_closeWhenEnded = false;
    bool m_closeWhenPaused = false;
};

} // namespace attune::ui
