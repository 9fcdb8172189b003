#pragma once

#include "ui/frame/recent_items.h"

#include <QAbstractListModel>
#include <QListView>

namespace attune::ui {

/// RecentItems for a view: the name as text, the item itself as kItemRole.
class RecentModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int kItemRole = Qt::UserRole;
    static constexpr int kDayRole = Qt::UserRole + 1;

    explicit RecentModel(const RecentItems& recent, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<RecentItem> m_items;
};

/// The start page's list of what was opened before, a row each. A click or Return opens.
class RecentView : public QListView {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 36;

    explicit RecentView(const RecentItems& recent, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, kRowHeight}; }

Q_SIGNALS:
    void chosen(const QString& path);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void open(const QModelIndex& index);
};

} // namespace attune::ui
