#pragma once

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

} // namespace attune::ui
