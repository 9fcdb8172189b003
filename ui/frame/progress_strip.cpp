#include "ui/frame/progress_strip.h"

#include "ui/frame/buttons.h"
#include "ui/frame/progress_bar.h"
#include "ui/frame/text_label.h"

#include <QHBoxLayout>

namespace attune::ui {

namespace {

constexpr int kDelay = 200; // milliseconds

} // namespace

ProgressStrip::ProgressStrip(const QString& meaning, const QString& cancelToolTip, QWidget* parent)
    : QWidget(parent)
    , m_words(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_bar(new ProgressBar)
{
    m_bar->setAccessibleName(meaning);
    auto* cancel = flatButton(tr("Ca&ncel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    cancel->setToolTip(cancelToolTip);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(12);
    row->addWidget(m_words);
    row->addWidget(m_bar, 1);
    row->addWidget(cancel);
    hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(cancel, &QPushButton::clicked, this, &ProgressStrip::cancelled);
}

void ProgressStrip::begin(const QString& words)
{
    setWords(words);
    m_bar->setFraction(0);
    if (isHidden() && !m_delay.isActive())
        m_delay.start();
}

void ProgressStrip::setWords(const QString& words)
{
    m_words->setText(words);
}

void ProgressStrip::setFraction(double fraction)
{
    m_bar->setFraction(fraction);
}

void ProgressStrip::end()
{
    m_delay.stop();
    hide();
}

} // namespace attune::ui
