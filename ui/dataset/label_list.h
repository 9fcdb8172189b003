#pragma once

#include <QAbstractListModel>
#include <QListView>

#include <cstdint>
#include <vector>

namespace attune::ui {

/// The classes of a dataset: name, rows, share.
class LabelModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Roles {
        CountRole = Qt::UserRole,
        ShareRole,
        BarRole
    }; ///< rows; share of all; length of the bar, the largest class being 1

    using QAbstractListModel::QAbstractListModel;
    void set(std::vector<std::string> labels, std::vector<std::size_t> counts);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<std::string> m_labels;
    std::vector<std::size_t> m_counts;
    std::size_t m_total = 0;
    std::size_t m_largest = 0;
};

/// A bar for each class.
class LabelList : public QListView {
    Q_OBJECT
public:
    explicit LabelList(LabelModel* model, QWidget* parent = nullptr);
    QSize sizeHint() const override; ///< all classes where there is room
    QSize minimumSizeHint() const override;
};

} // namespace attune::ui
