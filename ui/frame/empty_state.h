#pragma once

#include <QWidget>

class QPushButton;

namespace attune::ui {

/// What a pane shows before it has anything to show: an icon, one fact, one line, one button.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    /// `button` may be null; it becomes a child.
    EmptyState(const QString& iconName, const QString& fact, const QString& line, QPushButton* button = nullptr, QWidget* parent = nullptr);
};

} // namespace attune::ui
