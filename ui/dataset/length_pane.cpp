#include "ui/dataset/length_pane.h"

#include "core/runs/training_options.h"
#include "ui/dataset/length_chart.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kUsual = 128;
constexpr int kMost = 512;
constexpr int kLeast = 3; // [CLS], a token and [SEP]

} // namespace

LengthPane::LengthPane(QWidget* parent)
    : QWidget(parent)
    , m_title(new PaneTitle(tr("Length")))
    , m_box(new QSpinBox)
    , m_chart(new LengthChart)
    , m_cut(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_tokenizer(new TextLabel({}, Type::Secondary, &Colours::text3))
{
    m_box->setRange(kLeast, kMost);
    m_box->setValue(kUsual);
    m_box->setFixedWidth(72);
    m_box->setKeyboardTracking(false);
    m_box->setAccessibleName(tr("Maximum length in tokens"));
    m_box->setToolTip(tr("Longer texts lose their end. Short ones cost nothing extra. Until you choose, it is what 99 of 100 "
                         "texts need.\nmax_seq_length"));
    m_box->setObjectName(QStringLiteral("data_max_seq_length"));
    m_title->addAtRight(m_box);
    m_tokenizer->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setContentsMargins(44, 4, 16, 12);
    words->setSpacing(2);
    words->addWidget(m_cut);
    words->addWidget(m_tokenizer);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_chart);
    column->addLayout(words);

    connect(m_box, &QSpinBox::valueChanged, this, &LengthPane::choose);
    connect(m_chart, &LengthChart::maximumMoved, this, &LengthPane::choose);
    connect(m_chart, &LengthChart::fitRequested, this, &LengthPane::goByData);
    connect(&m_counter, &LengthCounter::counted, this, &LengthPane::showLengths);
    connect(&m_counter, &LengthCounter::progressed, this, [this](quint64 done, quint64 total) {
        if (total > 0)
            m_title->setFact(tr("counting tokens, %1 %").arg(100 * done / total));
    });
    connect(&m_counter, &LengthCounter::failed, this, [this](const Failure& failure) {
        clear();
        m_cut->setText(failure.cause);
    });
}

void LengthPane::setTokenizer(const QString& name, int longest, bool chosen)
{
    m_longest = longest;
    {
        const QSignalBlocker quiet(m_box);
        m_box->setRange(std::min(kLeast, m_longest), m_longest);
    }
    m_chart->setLimits(std::min(kLeast, m_longest), m_longest);
    m_tokenizer->setText(
        chosen ? tr("In tokens of %1").arg(name) : tr("In tokens of the bundled %1, until a model is chosen").arg(name));
    if (m_chosen && *m_chosen > m_longest)
        choose(m_longest);
    else
        showMaximum();
}

void LengthPane::count(const std::shared_ptr<const core::Dataset>& dataset, const std::filesystem::path& checkpoint)
{
    m_title->setFact(tr("counting tokens"));
    m_counter.count(dataset, checkpoint);
}

void LengthPane::clear()
{
    m_counter.cancel();
    m_lengths = nullptr;
    m_chart->setLengths(nullptr);
    m_title->setFact({});
    m_cut->clear();
}

void LengthPane::setLocked(bool locked)
{
    m_box->setEnabled(!locked);
    m_chart->setLocked(locked);
}

void LengthPane::choose(int tokens)
{
    set(tokens);
    Q_EMIT maximumChosen(m_chosen);
}

void LengthPane::set(std::optional<int> tokens)
{
    m_chosen = tokens;
    showMaximum();
}

/// As a training does that is told no maximum.
void LengthPane::goByData()
{
    set(std::nullopt);
    Q_EMIT maximumChosen(std::nullopt);
}

void LengthPane::showLengths(const std::shared_ptr<const TokenLengths>& lengths)
{
    m_lengths = lengths;
    m_chart->setLengths(lengths);
    showMaximum();
}

void LengthPane::showMaximum()
{
    const QSignalBlocker quiet(m_box);
    m_box->setValue(m_chosen ? *m_chosen : m_lengths ? static_cast<int>(core::maxSeqLengthFor(m_lengths->sorted, m_longest)) : kUsual);
    m_chart->setMaximum(m_box->value());
    tell();
}

void LengthPane::tell()
{
    if (!m_lengths)
        return;
    const auto& histogram = m_lengths->histogram;
    m_title->setFact(tr("median %1, 99 % within %2").arg(number(histogram.median), number(histogram.percentile99)));
    const auto cut = m_lengths->cutBy(static_cast<std::size_t>(m_box->value()));
    const auto share =
        percent(m_lengths->sorted.empty() ? 0 : static_cast<double>(cut) / static_cast<double>(m_lengths->sorted.size()));
    m_cut->setText(cut == 0 ? tr("No text loses its end.")
            : cut == 1      ? tr("1 text (%1) loses its end.").arg(share)
                            : tr("%1 texts (%2) lose their end.").arg(number(cut), share));
    m_chart->setAccessibleDescription(
        tr("Maximum %1 tokens. %2").arg(number(static_cast<std::uint64_t>(m_box->value())), m_cut->text()));
}

} // namespace attune::ui
