#include "ui/frame/status_strip.h"

#include "core/engine/memory.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>

namespace attune::ui {

namespace {

    constexpr int kWatch = 2000; // ms between two looks at the memory

    /// A segment is its label's parent: line, icon and words vanish together.
    void setSegment(QLabel* label, const QString& words)
    {
        label->setText(words);
        label->parentWidget()->setVisible(!words.isEmpty());
    }

} // namespace

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , m_message(new TextLabel({}, Type::Secondary, &Colours::text2))
{
    setFixedHeight(28);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(0);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_message, 1);
    m_machine = segment(row, true);
    m_memory = segment(row, false);
    m_throughput = segment(row, false);
    m_timeLeft = segment(row, false);
    whole->addLayout(row, 1);
    m_watch.setInterval(kWatch);
    connect(&m_watch, &QTimer::timeout, this, &StatusStrip::showMemory);
}

QLabel* StatusStrip::segment(QHBoxLayout* row, bool withIcon)
{
    auto* box = new QWidget;
    auto* inner = new QHBoxLayout(box);
    inner->setContentsMargins(0, 6, 0, 6);
    inner->setSpacing(0);
    inner->addWidget(new Separator(Qt::Vertical));
    inner->addSpacing(12);
    if (withIcon) {
        inner->addWidget(new IconLabel(QStringLiteral("chip")));
        inner->addSpacing(6);
    }
    auto* label = new TextLabel({}, Type::Secondary, &Colours::text2);
    inner->addWidget(label);
    inner->addSpacing(12);
    row->addWidget(box);
    box->hide();
    return label;
}

void StatusStrip::setMessage(const QString& sentence)
{
    m_message->setText(sentence);
    m_message->setToolTip(sentence);
}

void StatusStrip::setMachine(const QString& words) { setSegment(m_machine, words); }

void StatusStrip::watchMemory(std::uint64_t total)
{
    m_total = total;
    showMemory();
    m_watch.start();
}

void StatusStrip::showMemory()
{
    const QString words = memoryInWords(core::residentMemory(), m_total);
    if (words != m_memory->text())
        setSegment(m_memory, words);
}

void StatusStrip::setThroughput(const QString& throughput, const QString& timeLeft)
{
    setSegment(m_throughput, throughput);
    setSegment(m_timeLeft, timeLeft);
}

QString StatusStrip::message() const { return m_message->text(); }

QString StatusStrip::memory() const { return m_memory->text(); }

QString memoryInWords(std::uint64_t used, std::uint64_t total)
{
    if (used == 0)
        return {};
    constexpr double kGiga = 1e9;
    return total > 0 ? StatusStrip::tr("Memory %1 of %2 GB").arg(decimal(double(used) / kGiga, 1), decimal(double(total) / kGiga, 1))
                     : StatusStrip::tr("Memory %1").arg(bytes(used));
}

QString StatusStrip::machine() const { return m_machine->text(); }

} // namespace attune::ui
