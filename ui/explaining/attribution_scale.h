#pragma once

#include <QWidget>

namespace attune::ui {

/// What the tints of the words mean: a strip from what lowered the score to what raised it, with figures.
class AttributionScale : public QWidget {
    Q_OBJECT
public:
    explicit AttributionScale(QWidget* parent = nullptr);
    void setScale(double scale); ///< of its ends; 0: nothing is shown
    double scale() const { return m_scale; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    double m_scale = 0;
};

} // namespace attune::ui
