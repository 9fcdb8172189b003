#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

#include <filesystem>

namespace attune::ui {

class RunListModel;

/// Paints a run's row; the check box of a run on the charts has the run's colour there.
class RunPickerDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;

private:
    static QRect checkBox(const QRect& cell);
};

/// The runs below the charts: a check shows a run's curves behind those of the run in progress.
class RunPicker : public QTableView {
    Q_OBJECT
public:
    explicit RunPicker(QWidget* parent = nullptr);
    void setRuns(RunListModel* runs);
    void mark(const std::filesystem::path& run); ///< as the one in progress; none where it is not there
    QSize sizeHint() const override { return {600, 140}; } ///< four rows
    QSize minimumSizeHint() const override { return {300, 84}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; ///< Space checks the run, whatever column is current

private:
    void shareWidth();

    RunListModel* m_runs = nullptr;
};

} // namespace attune::ui
