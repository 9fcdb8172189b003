#pragma once

#include <QLineEdit>

namespace attune::ui {

class TextLabel;

/// The one line into which a sentence is typed, 42 px, with the count of its tokens at the right.
class SentenceField : public QLineEdit {
    Q_OBJECT
public:
    explicit SentenceField(QWidget* parent = nullptr);
    void setCount(const QString& count);
    QString count() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void olderRequested(); ///< Up: what was typed before
    void newerRequested(); ///< Down

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeCount();

    TextLabel* m_count;
};

} // namespace attune::ui
