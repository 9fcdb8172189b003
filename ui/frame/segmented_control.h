#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace attune::ui {

/// A few words of which one is chosen, 28 px: "By step | By epoch". Arrow keys move the choice.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(const QStringList& segments, QWidget* parent = nullptr);
    int current() const;
    void clear();                    ///< none is chosen
    void setCurrent(int index);      ///< says currentChanged only when it changes

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QButtonGroup* m_group;
};

} // namespace attune::ui
