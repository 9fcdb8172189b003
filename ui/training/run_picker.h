#pragma once

#include "ui/frame/row_view.h"

#include <QPointer>

#include <filesystem>

namespace attune::ui {

class RunListModel;

/// The runs below the charts: a check shows a run's curves behind those of the run in view.
class RunPicker : public RowView {
    Q_OBJECT
public:
    explicit RunPicker(QWidget* parent = nullptr);
    void setRuns(RunListModel* runs);
    void mark(const std::filesystem::path& run); ///< as the one in view; none where it is not there
    QSize sizeHint() const override { return {600, 140}; } ///< four rows
    QSize minimumSizeHint() const override { return {300, 84}; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; ///< Space checks the run, whatever column is current
    void paintEvent(QPaintEvent* event) override;

private:
    void shareWidth();

    QPointer<RunListModel> m_runs;
};

} // namespace attune::ui
