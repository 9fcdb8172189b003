#pragma once

class QUndoStack;

namespace attune::ui {

/// What the Edit menu asks of the page in view. A page that can do any of it inherits this beside QWidget; MainWindow finds out by itself.
class PageEditing {
public:
    virtual ~PageEditing() = default;

    /// Whose changes Undo and Redo go through while the page is in view; it lives as long as the page.
    virtual QUndoStack* undoStack() { return nullptr; }

    virtual bool canFind() const { return false; }
    virtual void find() { } ///< puts the keyboard into the page's search field
};

} // namespace attune::ui
