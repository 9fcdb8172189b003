#pragma once

#include "core/engine/attention_store.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

namespace attune::ui {

/// The attention of every head as a small picture, layers down and heads across. A click or an arrow key chooses one.
class HeadGrid : public QWidget {
    Q_OBJECT
public:
    explicit HeadGrid(QWidget* parent = nullptr);
    void setAttention(std::shared_ptr<const core::AttentionStore> attention); ///< none: nothing is shown
    void setChosen(std::optional<std::size_t> layer, std::optional<std::size_t> head); ///< nothing: all of them
    int heightFor(int width) const; ///< that its thumbnails take then
    int usualWidth() const; ///< with thumbnails of their usual size
    QRectF placeOf(std::size_t layer, std::size_t head) const;
    void paint(QPainter& painter) const; ///< all of it, for the screen or for a picture
    QSize sizeHint() const override { return {400, 400}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

Q_SIGNALS:
    void headChosen(std::size_t layer, std::size_t head);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Head {
        std::size_t layer = 0, head = 0;
    };
    std::optional<Head> headAt(QPointF point) const;
    double side() const; ///< of a thumbnail
    QImage picture(double dense) const; ///< of all thumbnails
    void drawNumbers(QPainter& painter) const;

    std::shared_ptr<const core::AttentionStore> m_attention;
    std::optional<std::size_t> m_layer, m_head;
    mutable QImage m_picture; ///< made once for each size
};

} // namespace attune::ui
