#pragma once

#include "core/data/table.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;

namespace attune::ui {

class Note;
class TextLabel;

/// The strip over the preview: how the file is written, as found or as the user says.
class DialectBar : public QWidget {
    Q_OBJECT
public:
    explicit DialectBar(QWidget* parent = nullptr);
    void set(const core::Dialect& dialect, const core::DialectChoice& choice);
    void setLocked(bool locked);
    void offerProblems(bool offered); ///< a way back to the list of problems after it was closed

public Q_SLOTS:
    void detectAgain();

protected:
    void resizeEvent(QResizeEvent* event) override; ///< says less where there is less room

Q_SIGNALS:
    void choiceChanged(const attune::core::DialectChoice& choice); ///< an empty one: detect again
    void problemsRequested();

private:
    QComboBox* addBox(const QString& caption, const QString& name, const QString& toolTip, int width);
    void choose(const core::DialectChoice& choice);
    void chooseCharacter(QComboBox* box, std::optional<char> core::DialectChoice::*field);
    void askForCharacter(QComboBox* box, std::optional<char> core::DialectChoice::*field);
    void updateNote();
    void fitWords();

    core::Dialect m_dialect;
    core::DialectChoice m_choice;
    bool m_locked = false;
    QComboBox* m_separator;
    QComboBox* m_quote;
    QComboBox* m_encoding;
    QCheckBox* m_header;
    QPushButton* m_problems;
    QPushButton* m_detect;
    Note* m_note;
    std::vector<QWidget*> m_delimitedOnly;
};

} // namespace attune::ui
