#pragma once

#include <QAbstractButton>
#include <QKeySequence>

namespace attune::ui {

/// One way to begin: a drawing of what comes, a name, two lines, the shortcut.
class StartTile : public QAbstractButton {
    Q_OBJECT
public:
    enum class Picture { Table, Curve, Heatmap };
    StartTile(Picture picture, const QString& name, const QString& words, const QKeySequence& shortcut, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {304, 240}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    Picture m_picture;
    QString m_words;
    QString m_shortcut;
};

} // namespace attune::ui
