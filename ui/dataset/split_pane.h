#pragma once

#include "ui/dataset/dataset_checks.h"
#include "ui/selection.h"

#include <QWidget>

class QCheckBox;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace attune::ui {

class Note;
class SegmentedControl;
class TextLabel;

/// "Check rows": which rows are held back to check with, and which to test with at the end.
class SplitPane : public QWidget {
    Q_OBJECT
public:
    explicit SplitPane(QWidget* parent = nullptr);
    void set(const SplitSettings& settings, const QString& splitColumn); ///< its name; empty where there is none
    const SplitSettings& settings() const { return m_settings; }
    void setResult(const CheckResult& result);
    void setFailure(const Failure& failure);
    void setLocked(bool locked);
    void checkWith(const QString& file); ///< as if it was chosen here

Q_SIGNALS:
    void settingsChanged(const attune::ui::SplitSettings& settings);

private:
    QWidget* buildShare();
    QWidget* fileRow(const QString& caption, TextLabel* name, QPushButton* choose);
    void showSettings();
    void useOwnFile(bool own);
    void chooseFile(bool test);
    void take(const QString& file, bool test);
    void change(const SplitSettings& settings);

    SplitSettings m_settings;
    std::filesystem::path m_lastFile; ///< to go back to
    bool m_hasSplitColumn = false;
    SegmentedControl* m_way; ///< this file, or another
    QCheckBox* m_useColumn;
    QWidget* m_shareRows;
    QSpinBox* m_share;
    QSpinBox* m_seed;
    QCheckBox* m_content;
    TextLabel* m_fileName;
    QPushButton* m_chooseFile;
    QWidget* m_file;
    TextLabel* m_testName;
    QPushButton* m_chooseTest;
    QToolButton* m_noTest;
    TextLabel* m_mix;
    TextLabel* m_counts;
    Note* m_notes;
};

} // namespace attune::ui
