#pragma once

#include "ui/frame/theme.h"

#include <QLabel>

namespace attune::ui {

/// A label in one of the theme's types and inks; the ink follows the palette.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, Type type = Type::Body, QColor Colours::* ink = &Colours::text, QWidget* parent = nullptr);
    void setInk(QColor Colours::* ink);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyInk();

    QColor Colours::* m_ink;
};

} // namespace attune::ui
