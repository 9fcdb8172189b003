#pragma once

#include <QFont>
#include <QWidget>

namespace attune::ui {

/// A 20 px label with a tint: what state something is in. Never colour alone: it always has words, most have an icon.
class Chip : public QWidget {
    Q_OBJECT
public:
    enum class Tone { Neutral, Outline, Accent, Warning, Good, Error };
    explicit Chip(QWidget* parent = nullptr);
    void set(const QString& text, Tone tone = Tone::Neutral, const QString& iconName = {});
    QString text() const { return m_text; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_text;
    QString m_icon;
    Tone m_tone = Tone::Neutral;
};

/// What other widgets that look like chips share with them.
inline constexpr int kChipHeight = 20;
inline constexpr int kChipPadding = 7;
inline constexpr int kChipGap = 4;
QFont chipFont();
void paintChipGround(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& edge); ///< either may be none

} // namespace attune::ui
