#pragma once

#include "ui/frame/theme.h"

#include <QWidget>

namespace attune::ui {

/// An icon that stands by itself, in one of the theme's inks.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(const QString& name, int size = 16, QColor Colours::* ink = &Colours::text2, QWidget* parent = nullptr);
    void set(const QString& name, QColor Colours::* ink);

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_name;
    QColor Colours::* m_ink;
};

} // namespace attune::ui
