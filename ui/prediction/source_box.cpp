#include "ui/prediction/source_box.h"

#include "ui/runs/run_entry.h"
#include "ui/words.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace attune::ui {

namespace {

/// A run's model lies in <run>/model: the run's name says more.
QString nameOf(const QString& directory)
{
    const QDir dir(directory);
    return runName(toPath(dir.dirName() != QLatin1String("model") ? directory : QDir::cleanPath(dir.filePath(QStringLiteral("..")))));
}

} // namespace

SourceBox::SourceBox(QWidget* parent)
    : QComboBox(parent)
{
    setMinimumWidth(216);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setAccessibleName(tr("Predict with"));
    setToolTip(tr("The model that answers."));
    connect(this, &QComboBox::activated, this, [this](int index) { rebuild(m_entries[std::size_t(index)].source); });
    rebuild();
}

std::vector<SourceBox::Entry> SourceBox::entries() const
{
    std::vector<Entry> entries;
    if (m_training)
        entries.push_back({{PredictionSource::Kind::InTraining, {}}, tr("In training"), tr("In training")});
    if (m_best) {
        const QString run = nameOf(m_best->directory);
        entries.push_back({{PredictionSource::Kind::Checkpoint, m_best->directory},
            tr("%1, best (step %2)").arg(run).arg(m_best->step), m_training ? tr("Best so far") : tr("%1, best").arg(run)});
    }
    for (const QString& model : m_models)
        if (!m_best || model != m_best->directory)
            entries.push_back({{PredictionSource::Kind::Checkpoint, model}, nameOf(model), nameOf(model)});
    return entries;
}

void SourceBox::rebuild(std::optional<PredictionSource> choose)
{
    m_entries = entries();
    const auto indexOf = [&](const PredictionSource& source) {
        const auto found =
            std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.source == source; });
        return found == m_entries.end() ? -1 : int(found - m_entries.begin());
    };
    int index = indexOf(choose.value_or(m_source));
    if (index < 0 && m_best)
        index = indexOf({PredictionSource::Kind::Checkpoint, m_best->directory});
    if (index < 0 && !m_entries.empty())
        index = 0;

    clear();
    for (const Entry& entry : m_entries)
        addItem(entry.text, entry.source.directory);
    for (int i = 0; i < count(); ++i)
        setItemData(i, m_entries[std::size_t(i)].source.directory, Qt::ToolTipRole);
    setCurrentIndex(index);
    setEnabled(index >= 0);
    const PredictionSource now = index < 0 ? PredictionSource() : m_entries[std::size_t(index)].source;
    if (now == m_source)
        return;
    m_source = now;
    Q_EMIT sourceChanged();
}

PredictionSource SourceBox::source() const
{
    return m_source;
}

QString SourceBox::liveLine() const
{
    const int index = currentIndex();
    return index < 0 ? QString() : m_entries[std::size_t(index)].liveLine;
}

void SourceBox::setTraining(bool active)
{
    m_training = active;
    if (active && m_best) { // of the run before
        m_models.removeAll(m_best->directory);
        m_models.prepend(std::exchange(m_best, std::nullopt)->directory);
    }
    rebuild();
}

void SourceBox::setBest(const QString& runDirectory, qint64 step)
{
    m_best = Best{runDirectory, step};
    rebuild();
}

void SourceBox::addModel(const QString& directory)
{
    m_models.removeAll(directory);
    m_models.prepend(directory);
    rebuild(PredictionSource{PredictionSource::Kind::Checkpoint, directory});
}

void SourceBox::chooseInTraining()
{
    rebuild(PredictionSource{PredictionSource::Kind::InTraining, {}});
}

bool SourceBox::choose(const QString& directory)
{
    const PredictionSource wanted{PredictionSource::Kind::Checkpoint, directory};
    if (std::none_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.source == wanted; }))
        return false;
    rebuild(wanted);
    return true;
}

} // namespace attune::ui
