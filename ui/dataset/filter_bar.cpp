#include "ui/dataset/filter_bar.h"

#include "ui/dataset/row_finder.h"
#include "ui/dataset/table_model.h"
#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>

namespace attune::ui {

namespace {

QString inWords(const RowQuery& query)
{
    switch (query.only) {
    case RowQuery::Only::Repeated:
        return FilterBar::tr("whose text stands more than once");
    case RowQuery::Only::Conflicting:
        return FilterBar::tr("whose text has more than one label");
    case RowQuery::Only::Shared:
        return FilterBar::tr("whose text is both learned from and checked");
    case RowQuery::Only::All:
        break;
    }
    return {};
}

} // namespace

FilterBar::FilterBar(RowFinder* finder, const TableModel* model, QWidget* parent)
    : QWidget(parent)
    , m_finder(finder)
    , m_model(model)
    , m_text(new TextLabel({}, Type::Secondary, &Colours::text))
    , m_all(flatButton(tr("Show &all rows")))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    setFixedHeight(36);
    m_all->setToolTip(tr("Every row again, as they stand in the file"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(new IconLabel(QStringLiteral("search")));
    row->addWidget(m_text, 1);
    row->addWidget(m_all);
    hide();
    connect(finder, &RowFinder::queryChanged, this, [this] { tell(false); });
    connect(finder, &RowFinder::arranged, this, [this] { tell(true); });
    connect(m_all, &QPushButton::clicked, finder, &RowFinder::reset);
}

void FilterBar::tell(bool found)
{
    const auto& query = m_finder->query();
    setVisible(query.narrow());
    if (!query.narrow() || !m_model->preview())
        return;
    QStringList words;
    if (found)
        words << tr("%1 of %2 rows")
                     .arg(number(static_cast<std::uint64_t>(m_model->rowCount())), number(m_model->preview()->size()));
    else
        words << tr("Searching rows");
    if (query.only != RowQuery::Only::All)
        words << inWords(query);
    if (!query.search.isEmpty())
        words << tr("with “%1”").arg(query.search.left(60));
    m_text->setText(words.join(QLatin1Char(' ')));
    setAccessibleName(m_text->text());
}

} // namespace attune::ui
