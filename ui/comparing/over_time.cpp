#include "ui/comparing/over_time.h"

#include "ui/comparing/comparison_view.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>

#include <algorithm>

namespace attune::ui {

namespace {

QString nameOf(const core::Examination& examination) { return OverTime::tr("At step %1").arg(examination.step); }

PredictionText asTyped(const core::ExaminedText& text)
{
    return {QString::fromStdString(text.text), text.second ? std::optional(QString::fromStdString(*text.second)) : std::nullopt};
}

QString textOf(const core::ExaminedText& text)
{
    const QString first = oneLine(text.text, 300);
    return text.second ? first + QStringLiteral(" | ") + oneLine(*text.second, 300) : first;
}

} // namespace

OverTime::OverTime(AttentionSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_position(new TextLabel({}, Type::Body))
    , m_text(new TextLabel({}, Type::Secondary, &Colours::text3))
    , m_trouble(new TextLabel({}, Type::Body, &Colours::warning))
    , m_view(new ComparisonView(selection))
{
    m_slider->setObjectName(QStringLiteral("evaluations"));
    m_slider->setAccessibleName(tr("Evaluation"));
    m_slider->setToolTip(tr("Goes through the evaluations at which the sentence was examined; arrow keys move it, too."));
    m_slider->setWhatsThis(tr("While a model trains, the sentence that stands in the field is examined at each evaluation: answer and attention are kept with the "
                              "run. The slider goes through them; each stands beside the first one of the same sentence."));
    m_slider->setPageStep(1);
    m_slider->setMinimumWidth(160);
    m_slider->setMaximumWidth(320);
    m_position->setObjectName(QStringLiteral("evaluationInView"));
    m_text->setObjectName(QStringLiteral("examinedText"));
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_trouble->setWordWrap(true);
    m_trouble->setContentsMargins(16, 8, 16, 0);
    m_trouble->hide();

    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(16, 0, 16, 0);
    strip->setSpacing(16);
    strip->addWidget(m_slider, 1);
    strip->addWidget(m_position);
    strip->addWidget(m_text, 2);
    auto* stripRoom = new QWidget;
    stripRoom->setLayout(strip);
    stripRoom->setFixedHeight(44);
    auto* body = new QWidget;
    auto* rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(stripRoom);
    rows->addWidget(new Separator);
    rows->addWidget(m_trouble);
    rows->addWidget(m_view, 1);

    m_pages->addWidget(new EmptyState(QStringLiteral("history"), tr("No sentence was examined in this run"),
        tr("The sentence that stands above while a run trains is examined at each of its evaluations, and kept with the run.")));
    m_pages->addWidget(body);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_pages);
    connect(m_slider, &QSlider::valueChanged, this, &OverTime::goTo);
}

const core::Examination* OverTime::examination() const { return m_list.empty() ? nullptr : &m_list[m_index].examination; }

void OverTime::setRun(const std::filesystem::path& run)
{
    if (run == m_run)
        return;
    m_run = run;
    take({});
    refresh();
}

void OverTime::refresh()
{
    m_lister.cancel();
    if (m_run.empty())
        return;
    m_lister.run(
        [run = m_run](const BackgroundQueue::Job& job) {
            std::vector<Listed> list;
            for (const core::KeptExamination& kept : core::examinationsOf(run)) {
                if (job.stop.stop_requested())
                    break;
                if (!attempt([&] { list.push_back({kept.file, core::readExaminedAnswer(kept.file)}); }))
                    continue; // a damaged one is left out
            }
            return list;
        },
        [this](Outcome<std::vector<Listed>> outcome) { take(std::move(outcome.value).value_or(std::vector<Listed>())); });
}

void OverTime::take(std::vector<Listed> list)
{
    const bool following = m_list.empty() || m_index + 1 == m_list.size();
    const std::size_t before = m_index;
    m_list = std::move(list);
    m_pages->setCurrentIndex(m_list.empty() ? 0 : 1);
    if (m_list.empty()) {
        m_index = 0;
        m_reader.cancel();
        m_view->clear();
        Q_EMIT changed();
        return;
    }
    const std::size_t last = m_list.size() - 1;
    {
        const QSignalBlocker blocker(m_slider);
        m_slider->setRange(0, int(last));
        m_slider->setValue(int(following ? last : std::min(before, last)));
    }
    goTo(m_slider->value());
}

/// A text typed later cannot be compared with the one before it.
const OverTime::Listed& OverTime::firstOfSameText() const
{
    return *std::find_if(m_list.begin(), m_list.end(), [this](const Listed& one) { return one.examination.text == m_list[m_index].examination.text; });
}

void OverTime::goTo(int index)
{
    m_index = std::size_t(index);
    tell();
    Q_EMIT changed();
    const Listed &first = firstOfSameText(), &here = m_list[m_index];
    m_reader.cancel();
    m_reader.run(
        [before = first.file, after = here.file](const BackgroundQueue::Job&) {
            return comparisonOf(core::readExamination(before).prediction, core::readExamination(after).prediction);
        },
        [this, text = asTyped(here.examination.text), before = nameOf(first.examination), after = nameOf(here.examination)](const Outcome<std::shared_ptr<const ModelComparison>>& outcome) {
            m_trouble->setVisible(!outcome.value);
            if (outcome.value)
                m_view->show(*outcome.value, text, before, after);
            else
                m_trouble->setText(outcome.failure.cause + QLatin1Char(' ') + outcome.failure.wayOut);
        });
}

void OverTime::tell()
{
    const core::Examination& here = m_list[m_index].examination;
    const QString position = tr("Evaluation %1 of %2: step %3, epoch %4")
                                 .arg(m_index + 1)
                                 .arg(m_list.size())
                                 .arg(here.step)
                                 .arg(decimal(here.epoch, 1));
    m_position->setText(position);
    m_slider->setAccessibleDescription(tr("%1. %2").arg(position, answerInWords(here.prediction)));
    m_text->setText(textOf(here.text));
    m_text->setToolTip(ui::toolTip(m_text->text()));
}

} // namespace attune::ui
