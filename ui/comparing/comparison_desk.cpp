#include "ui/comparing/comparison_desk.h"

#include "ui/comparing/comparison_legend.h"
#include "ui/comparing/comparison_view.h"
#include "ui/comparing/over_time.h"
#include "ui/frame/empty_state.h"
#include "ui/words.h"

#include <QDir>
#include <QFileDialog>
#include <QStackedWidget>

namespace attune::ui {

using With = CompareBox::With;

ComparisonDesk::ComparisonDesk(AttentionSelection* selection, QObject* parent)
    : QObject(parent)
    , m_box(new CompareBox)
    , m_legend(new ComparisonLegend)
    , m_views(new QStackedWidget)
    , m_sideBySide(new ComparisonView(selection))
    , m_overTime(new OverTime(selection))
{
    m_sideBySide->setObjectName(QStringLiteral("sideBySide"));
    m_views->addWidget(m_sideBySide);
    m_views->addWidget(m_overTime);
    connect(m_box, &CompareBox::choiceChanged, this, &ComparisonDesk::choose);
    connect(m_box, &CompareBox::folderRequested, this, [this] {
        const QString directory = QFileDialog::getExistingDirectory(m_box, tr("Compare with a trained model or a run"));
        if (!directory.isEmpty())
            m_box->addModel(directory);
    });
    connect(m_legend, &ComparisonLegend::comparedChanged, this, &ComparisonDesk::viewChanged);
    connect(m_overTime, &OverTime::changed, this, &ComparisonDesk::markOverTime);
    for (const ComparisonView* view : {m_sideBySide, m_overTime->view()})
        connect(view, &ComparisonView::failed, this, &ComparisonDesk::failed);
}

QWidget* ComparisonDesk::view() const { return m_views; }

bool ComparisonDesk::shown() const { return m_box->choice().with != With::Nothing && m_legend->compared(); }

bool ComparisonDesk::showsAnswer() const { return m_box->choice().with == With::Model; }

void ComparisonDesk::setSource(const PredictionSource& source, const QString& name)
{
    const bool same = source == m_source;
    m_source = source;
    m_sourceName = name;
    findRun();
    if (!same)
        restart();
}

void ComparisonDesk::setTraining(bool training) { m_box->setTraining(training); }

void ComparisonDesk::setRunInTraining(const QString& directory)
{
    m_runInTraining = directory;
    findRun();
}

/// A run's model lies in its folder model/.
void ComparisonDesk::findRun()
{
    QString run = m_source.kind == PredictionSource::Kind::InTraining ? m_runInTraining : m_source.directory;
    if (QDir(run).dirName() == QLatin1String("model"))
        run = QDir::cleanPath(QDir(run).filePath(QStringLiteral("..")));
    m_box->setSource(m_source, run);
    m_overTime->setRun(m_box->choice().with == With::OverTime ? toPath(run) : std::filesystem::path());
}

void ComparisonDesk::choose()
{
    const With with = m_box->choice().with;
    m_legend->setVisible(with != With::Nothing);
    m_legend->setCompared(true);
    m_views->setCurrentIndex(with == With::OverTime ? 1 : 0);
    if (with != With::Model) {
        m_sideBySide->clear();
        Q_EMIT released();
    }
    findRun();
    restart();
    Q_EMIT viewChanged();
}

void ComparisonDesk::compare(const PredictionText& text)
{
    m_text = text;
    restart();
}

void ComparisonDesk::clear()
{
    m_text.reset();
    m_sideBySide->clear();
    restart();
}

void ComparisonDesk::restart()
{
    ++m_id;
    const CompareBox::Choice choice = m_box->choice();
    if (choice.with == With::OverTime) {
        markOverTime();
        return;
    }
    mark(nullptr, m_box->currentText());
    if (choice.with != With::Model || !m_text)
        return;
    // The comparison before stays in sight for the moment that this one takes: a view that flickers with every letter cannot be read.
    if (!m_sideBySide->comparison())
        say(QStringLiteral("compare"), tr("Comparing"), tr("The second model is being opened."));
    Q_EMIT requested(m_id, {m_source, choice.model, *m_text});
}

void ComparisonDesk::showComparison(quint64 id, const std::shared_ptr<const ModelComparison>& comparison)
{
    if (id != m_id)
        return;
    m_sideBySide->show(comparison, *m_text, m_box->currentText(), m_sourceName);
    m_views->setCurrentWidget(m_sideBySide);
    mark(comparison->before.prediction.get(), m_box->currentText());
}

void ComparisonDesk::showFailure(quint64 id, const Failure& failure)
{
    if (id != m_id)
        return;
    m_sideBySide->clear();
    say(QStringLiteral("error"), failure.cause, failure.wayOut);
}

void ComparisonDesk::showExamined()
{
    if (m_box->choice().with == With::OverTime)
        m_overTime->refresh();
}

void ComparisonDesk::say(const QString& icon, const QString& fact, const QString& line)
{
    delete std::exchange(m_saying, new EmptyState(icon, fact, line));
    m_views->addWidget(m_saying);
    m_views->setCurrentWidget(m_saying);
}

void ComparisonDesk::mark(const core::Prediction* prediction, const QString& name)
{
    QMap<QString, double> marks;
    if (prediction)
        for (std::size_t i = 0; i < prediction->labels.size(); ++i)
            marks.insert(QString::fromStdString(prediction->labels[i]), double(prediction->probabilities[i]));
    m_legend->setName(prediction ? name : QString());
    Q_EMIT marked(marks);
}

/// The evaluation in view can stand beside the answer where both are to the same text.
void ComparisonDesk::markOverTime()
{
    if (m_box->choice().with != With::OverTime)
        return;
    const core::Examination* examination = m_overTime->examination();
    const bool same = examination && m_text && m_text->text.toStdString() == examination->text.text
        && m_text->second.value_or(QString()).toStdString() == examination->text.second.value_or(std::string());
    m_overTime->view()->setPointsTogether(same);
    mark(same ? &examination->prediction : nullptr, examination ? tr("at step %1").arg(examination->step) : QString());
}

} // namespace attune::ui
