#include "ui/explaining/attribution_desk.h"

#include "core/engine/word_attributions.h"
#include "ui/explaining/attribution_colours.h"
#include "ui/explaining/attribution_controls.h"
#include "ui/explaining/attribution_note.h"
#include "ui/explaining/attribution_pane.h"

#include <array>

namespace attune::ui {

namespace {

constexpr std::array kCompared{core::ExplainMethod::IntegratedGradients, core::ExplainMethod::GradientTimesInput, core::ExplainMethod::LeaveOneOut};

/// [words of the text]: the sums over their pieces, [CLS] and [SEP] left out.
std::vector<double> byWord(const core::Explanation& explanation)
{
    const auto words = core::wordSpans(explanation.tokens);
    return core::withoutSpecial(core::sumsByWord(explanation.attributions, words), words);
}

} // namespace

AttributionDesk::AttributionDesk(QObject* parent)
    : QObject(parent)
    , m_controls(new AttributionControls)
    , m_note(new AttributionNote)
    , m_pane(new AttributionPane)
{
    connect(m_controls, &AttributionControls::labelChosen, this, &AttributionDesk::restart);
    connect(m_controls, &AttributionControls::methodChosen, this, [this] {
        if (!m_active)
            return;
        display();
        if (!m_done.contains(m_controls->method()))
            requestNext(); // the chosen one comes first
    });
    connect(m_note, &AttributionNote::moreStepsRequested, this, [this] {
        m_job.options.steps = std::min(core::kMostExplainSteps, 4 * m_job.options.steps);
        m_done.erase(core::ExplainMethod::IntegratedGradients);
        requestNext();
    });
}

void AttributionDesk::explain(const PredictionSource& source, const PredictionText& text, const core::Prediction& prediction)
{
    QStringList labels;
    for (const std::string& label : prediction.labels)
        labels.append(QString::fromStdString(label));
    m_controls->setLabels(labels, int(prediction.label));
    m_words = wordsOf(text, prediction.tokens, false);
    std::erase_if(m_words, [](const TokenWord& word) { return word.special; });
    m_active = !m_words.empty();
    m_job = {source, text, {}};
    restart();
}

void AttributionDesk::clear()
{
    m_active = false;
    restart();
}

/// The old explanations are of another text, model or class.
void AttributionDesk::restart()
{
    m_done.clear();
    m_requested.reset();
    ++m_id;
    m_note->clear();
    display();
    Q_EMIT cancelled();
    if (m_active)
        requestNext();
}

void AttributionDesk::requestNext()
{
    std::optional<core::ExplainMethod> next;
    if (!m_done.contains(m_controls->method()))
        next = m_controls->method();
    for (const core::ExplainMethod method : kCompared)
        if (!next && !m_done.contains(method))
            next = method;
    if (!next || next == m_requested)
        return;
    m_requested = next;
    m_job.options.method = *next;
    m_job.options.label = m_controls->label();
    Q_EMIT requested(++m_id, m_job);
}

void AttributionDesk::showProgress(quint64 id, quint64 done, quint64 total)
{
    if (id == m_id && m_requested == m_controls->method())
        m_note->showProgress(done, total);
}

void AttributionDesk::showExplanation(quint64 id, const core::Explanation& explanation)
{
    if (id != m_id || !m_requested)
        return;
    m_done[explanation.method] = explanation;
    m_requested.reset();
    if (explanation.method == m_controls->method()) {
        display();
        Q_EMIT shown(explanation.seconds);
    }
    compare();
    requestNext();
}

void AttributionDesk::showFailure(quint64 id, const Failure& failure)
{
    if (id != m_id)
        return;
    m_requested.reset();
    m_note->showFailure(failure);
}

void AttributionDesk::display()
{
    const auto found = m_done.find(m_controls->method());
    if (found == m_done.end()) {
        m_pane->clear();
        Q_EMIT attributed({}, 1);
        return;
    }
    const core::Explanation& explanation = found->second;
    const std::vector<double> sums = byWord(explanation);
    const double scale = attributionScale(sums);
    QList<AttributionList::Row> rows;
    for (std::size_t i = 0; i < std::min(sums.size(), m_words.size()); ++i)
        rows.append({m_words[i].text(), sums[i]});
    m_pane->show(QString::fromStdString(explanation.labels[explanation.label]), rows, scale);
    m_note->show(explanation);
    Q_EMIT attributed(explanation.attributions, scale);
    compare();
}

void AttributionDesk::compare()
{
    const auto agreement = [this](core::ExplainMethod one, core::ExplainMethod other) -> std::optional<double> {
        return core::rankAgreement(byWord(m_done.at(one)), byWord(m_done.at(other)));
    };
    const core::ExplainMethod shown = m_controls->method();
    QList<AttributionPane::Agreement> agreements;
    std::vector<core::ExplainMethod> others;
    for (const core::ExplainMethod method : kCompared)
        if (method != shown && m_done.contains(method))
            others.push_back(method);
    if (m_done.contains(shown))
        for (const core::ExplainMethod other : others)
            agreements.append({AttributionControls::nameOf(other), agreement(shown, other)});
    if (agreements.size() == 2)
        agreements.append({tr("These two with each other"), agreement(others[0], others[1])});
    m_pane->setAgreements(agreements);
}

} // namespace attune::ui
