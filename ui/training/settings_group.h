#pragma once

#include <QAbstractButton>
#include <QWidget>

class QGridLayout;

namespace attune::ui {

/// The 36 px line that folds a group: an arrow, the title and, while it is folded, its values.
class GroupHeader : public QAbstractButton {
    Q_OBJECT
public:
    explicit GroupHeader(const QString& title, QWidget* parent = nullptr);
    void setSummary(const QString& summary);
    QString summary() const { return m_summary; }
    QSize sizeHint() const override { return {200, 36}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_summary;
};

/// Fields under a title that can be folded away.
class SettingsGroup : public QWidget {
    Q_OBJECT
public:
    SettingsGroup(const QString& title, bool open, QWidget* parent = nullptr);
    void addRow(const QString& label, QWidget* field); ///< with a line below it for what is wrong with it
    void addWide(QWidget* widget); ///< over the whole width
    void setProblem(QWidget* field, const QString& problem); ///< also opens the group: what is wrong must be seen
    void setSummary(const QString& summary) { m_header->setSummary(summary); }
    GroupHeader* header() const { return m_header; }
    bool isOpen() const { return m_header->isChecked(); }
    void setOpen(bool open) { m_header->setChecked(open); }

private:
    struct Problem {
        QWidget* field;
        QWidget* row;
        class TextLabel* text;
    };
    QWidget* problemRow(QWidget* field);

    GroupHeader* m_header;
    QWidget* m_body;
    QGridLayout* m_grid;
    std::vector<Problem> m_problems;
};

} // namespace attune::ui
