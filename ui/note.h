#pragma once

#include <QWidget>

namespace attune::ui {

class IconLabel;
class TextLabel;

/// A line that is worth knowing, with an icon that says in which way; an optional second line says more.
class Note : public QWidget {
    Q_OBJECT
public:
    enum class Tone { Good, Info, Warning, Error, Locked };
    explicit Note(QWidget* parent = nullptr);
    void set(Tone tone, const QString& text, const QString& detail = {});
    void setWrapped(); ///< takes the width it is given, in as many lines as it needs
    void setBoxed(); ///< on a tinted ground with an edge, for what must not be overlooked
    QString text() const;
    QString detail() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Info;
    bool m_boxed = false;
    IconLabel* m_icon;
    TextLabel* m_text;
    TextLabel* m_detail;
};

} // namespace attune::ui
