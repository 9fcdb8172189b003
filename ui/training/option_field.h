#pragma once

#include <nlohmann/json.hpp>

#include <QWidget>

#include <memory>
#include <string>

namespace attune::ui {

/// The field of one option of core's table: a number, a choice or a check box by the option's kind, in the window's words. Its value travels as
/// the JSON that run.json has for it.
class OptionField : public QObject {
    Q_OBJECT
public:
    using Json = nlohmann::ordered_json;
    ~OptionField() override;

    const std::string& name() const { return m_name; }
    QWidget* widget() const { return m_widget; }
    virtual Json value() const = 0;
    virtual void setValue(const Json& value) = 0;
    QString problem() const { return m_problem; } ///< a sentence about what stands in it, empty when that can be used

Q_SIGNALS:
    void changed();

protected:
    OptionField(std::string name, QWidget* widget);
    virtual QString fault() const; ///< by core's own check
    virtual void showWrong(bool wrong);
    void noteChange(); ///< to be called after every change

private:
    std::string m_name;
    QWidget* m_widget;
    QString m_problem;
};

/// One for every option of core's table, in its order. Their widgets have no parent yet.
std::vector<std::unique_ptr<OptionField>> makeOptionFields();

} // namespace attune::ui
