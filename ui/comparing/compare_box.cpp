#include "ui/comparing/compare_box.h"

#include "ui/runs/run_list_model.h"
#include "ui/words.h"

#include <QSignalBlocker>

#include <algorithm>

namespace attune::ui {

using Kind = PredictionSource::Kind;

CompareBox::CompareBox(QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("compareWith"));
    setAccessibleName(tr("Compare with"));
    setToolTip(ui::toolTip(tr("Answers the sentence with a second model as well and shows both side by side, or goes through the evaluations of the training.")));
    setWhatsThis(tr("A second model answers the same sentence. Before fine-tuning is the checkpoint that the run began with; it had no classifier of its own, so the "
                    "run's is put on it. Over the training goes through what the run kept of a sentence at each of its evaluations. Neither says why an answer "
                    "changed: it shows where the model looks now and did not before."));
    setMinimumWidth(112);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    connect(this, &QComboBox::activated, this, &CompareBox::take);
    rebuild();
}

void CompareBox::setRuns(const RunListModel* runs)
{
    m_runs = runs;
    connect(runs, &RunListModel::refreshed, this, &CompareBox::rebuild);
    rebuild();
}

void CompareBox::setSource(const PredictionSource& source, const QString& run)
{
    m_source = source;
    m_run = run;
    rebuild();
}

void CompareBox::setTraining(bool training)
{
    m_training = training;
    rebuild();
}

void CompareBox::addModel(const QString& directory)
{
    m_opened.removeAll(directory);
    m_opened.prepend(directory);
    m_choice = {With::Model, {{Kind::Checkpoint, directory}}};
    rebuild();
    Q_EMIT choiceChanged();
}

std::vector<CompareBox::Entry> CompareBox::entries() const
{
    std::vector<Entry> entries{{{}, tr("Nothing")}};
    const auto offer = [&](const ComparedModel& model, const QString& text, const QString& tip = {}) {
        const bool there = std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.choice.model == model; });
        if (model.source != m_source && !there)
            entries.push_back({{With::Model, model}, text, tip});
    };
    if (!m_run.isEmpty())
        entries.push_back({{With::Model, {{Kind::Checkpoint, m_run}, true}}, tr("Before fine-tuning"),
            tr("The checkpoint that the run began with, under the classifier that the run trained")});
    if (m_training)
        offer({{Kind::InTraining, {}}}, tr("In training"));
    if (m_source.kind == Kind::InTraining && !m_run.isEmpty())
        offer({{Kind::Checkpoint, m_run}}, tr("Best so far"), m_run);
    for (const QString& model : m_opened)
        offer({{Kind::Checkpoint, model}}, runName(toPath(model)), model);
    if (m_runs)
        for (const RunEntry& run : m_runs->entries())
            if (run.hasModel)
                offer({{Kind::Checkpoint, fromPath(run.directory)}}, run.name(), fromPath(run.directory));
    entries.push_back({{}, tr("Another model…"), tr("Any folder with a trained model, or a run"), true});
    if (!m_run.isEmpty())
        entries.push_back({{With::OverTime}, tr("Itself, over the training"),
            tr("The sentence that was typed while it trained, at each evaluation")});
    return entries;
}

/// What is chosen stays, also with another model that answers, as far as it is still offered.
void CompareBox::rebuild()
{
    m_entries = entries();
    Choice wanted = m_choice;
    if (wanted.model.before)
        wanted.model.source.directory = m_run;
    const auto indexOf = [&](const Choice& choice) {
        const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return !entry.another && entry.choice == choice; });
        return found == m_entries.end() ? 0 : int(found - m_entries.begin());
    };
    const int index = indexOf(wanted);
    {
        const QSignalBlocker blocker(this);
        clear();
        for (const Entry& entry : m_entries) {
            addItem(entry.text);
            setItemData(count() - 1, entry.tip, Qt::ToolTipRole);
        }
        setCurrentIndex(index);
    }
    if (std::exchange(m_choice, m_entries[std::size_t(index)].choice) != m_choice)
        Q_EMIT choiceChanged();
}

void CompareBox::take(int index)
{
    const Entry entry = m_entries[std::size_t(index)];
    if (entry.another) {
        rebuild(); // until a folder is chosen, what was chosen before is
        Q_EMIT folderRequested();
        return;
    }
    if (std::exchange(m_choice, entry.choice) != entry.choice)
        Q_EMIT choiceChanged();
}

} // namespace attune::ui
