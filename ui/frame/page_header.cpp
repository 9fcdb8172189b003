#include "ui/frame/page_header.h"

#include "ui/frame/chip.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"

#include <QHBoxLayout>

namespace attune::ui {

PageHeader::PageHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, Type::PageTitle))
    , m_facts(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_chip(new Chip)
    , m_titleRow(new QHBoxLayout)
    , m_actions(new QHBoxLayout)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_titleRow->setSpacing(8);
    m_titleRow->addWidget(m_title);
    m_titleRow->addWidget(m_chip);
    m_titleRow->addStretch(1);
    m_actions->setSpacing(12);
    m_facts->hide();
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    words->addLayout(m_titleRow);
    words->addWidget(m_facts);
    words->addStretch(1);
    auto* strip = new QWidget;
    strip->setFixedHeight(55);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(16);
    row->addLayout(words, 1);
    row->addLayout(m_actions);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(strip);
    whole->addWidget(new Separator);
}

void PageHeader::setTitle(const QString& title) { m_title->setText(title); }

void PageHeader::setFacts(const QString& facts)
{
    m_facts->setText(facts);
    m_facts->setToolTip(facts);
    m_facts->setVisible(!facts.isEmpty());
}

void PageHeader::addAction(QWidget* action) { m_actions->addWidget(action); }

void PageHeader::hang(QWidget* bar) { layout()->addWidget(bar); }

void PageHeader::addBesideTitle(QWidget* widget) { m_titleRow->insertWidget(m_titleRow->count() - 1, widget); }

} // namespace attune::ui
