#pragma once

#include <QAbstractButton>

namespace attune::ui {

/// A 20 px chip that says by what the rows are narrowed; pressed, it goes away and takes that back.
class FilterChip : public QAbstractButton {
    Q_OBJECT
public:
    explicit FilterChip(QWidget* parent = nullptr);
    void setFilter(const QString& words); ///< hidden when empty
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;
};

} // namespace attune::ui
