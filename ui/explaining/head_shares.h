#pragma once

#include "core/engine/attention_reading.h"

#include <QWidget>

namespace attune::ui {

/// What a head looks at as a bar of four parts: words nearby, further away, the word itself, [CLS] and [SEP].
class HeadShares : public QWidget {
    Q_OBJECT
public:
    explicit HeadShares(QWidget* parent = nullptr);
    void setShares(const core::LookShares& shares);
    const core::LookShares& shares() const { return m_shares; }
    QSize sizeHint() const override { return {320, 56}; }
    QSize minimumSizeHint() const override { return {160, 56}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Part {
        QString name;
        double share;
        double strength; ///< of the ink
    };
    std::array<Part, 4> parts() const;

    core::LookShares m_shares;
};

} // namespace attune::ui
