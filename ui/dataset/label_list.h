#pragma once

#include "ui/dataset/label_edit.h"

#include <QAbstractListModel>
#include <QListView>

namespace attune::ui {

/// The classes of a dataset with their rows and spellings, and below them the labels that are left out. What is edited or dragged
/// is asked for; the model shows it once it is told.
class LabelModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Roles {
        CountRole = Qt::UserRole, ///< rows
        ShareRole, ///< of all rows that are used
        BarRole, ///< length of the bar, the largest class being 1
        SpellingsRole, ///< in the file, where they are not just the name
        LeftOutRole,
    };

    using QAbstractListModel::QAbstractListModel;
    void set(std::vector<LabelClass> classes);
    void setLocked(bool locked);
    const LabelClass& at(int row) const { return m_classes[static_cast<std::size_t>(row)]; }
    int used() const { return m_used; } ///< how many classes there are, which stand first

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData*, Qt::DropAction, int, int, const QModelIndex&) override { return false; }
    bool moveRows(
        const QModelIndex& from, int row, int count, const QModelIndex& to, int before) override; ///< what a drag asks for

Q_SIGNALS:
    void renameRequested(const QString& name, const QString& newName);
    void moveRequested(int from, int to);

private:
    std::vector<LabelClass> m_classes;
    int m_used = 0;
    std::size_t m_total = 0;
    std::size_t m_largest = 0;
    bool m_locked = false;
    bool m_moving = false; ///< asked for, and not answered yet
};

/// A bar for each class. F2 or a double click renames, dragging or Alt with an arrow moves.
class LabelList : public QListView {
    Q_OBJECT
public:
    explicit LabelList(LabelModel* model, QWidget* parent = nullptr);
    std::vector<std::string> selectedClasses() const; ///< names, from the top; none of those that are left out
    QSize sizeHint() const override; ///< all classes where there is room
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void selectionMoved();

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void keepPlace();

    LabelModel* m_model;
    int m_current = -1;
};

} // namespace attune::ui
