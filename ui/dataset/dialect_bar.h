#pragma once

#include "core/data/table.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;

namespace attune::ui {

class Note;

/// The strip over the preview: how the file is written, as found or as the user says.
class DialectBar : public QWidget {
    Q_OBJECT
public:
    explicit DialectBar(QWidget* parent = nullptr);
    void set(const core::Dialect& dialect, const core::DialectChoice& choice);
    void setLocked(bool locked);
    void offerProblems(bool offered); ///< a way back to the list of problems after it was closed

Q_SIGNALS:
    void choiceChanged(const attune::core::DialectChoice& choice); ///< an empty one: detect again
    void problemsRequested();

private:
    void updateNote();

    core::DialectChoice m_choice;
    bool m_locked = false;
    QString m_encoding; ///< where it is not the usual one
    QComboBox* m_separator;
    QCheckBox* m_header;
    QPushButton* m_problems;
    QPushButton* m_detect;
    Note* m_note;
};

} // namespace attune::ui
