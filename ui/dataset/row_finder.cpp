#include "ui/dataset/row_finder.h"

#include "ui/dataset/table_model.h"

namespace attune::ui {

RowFinder::RowFinder(TableModel* model, QObject* parent)
    : QObject(parent)
    , m_model(model)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(150);
    connect(&m_pause, &QTimer::timeout, this, &RowFinder::run);
}

void RowFinder::setSource(RowSource source)
{
    m_source = std::move(source);
    if (m_query.plain())
        m_queue.cancel();
    else
        run();
}

void RowFinder::ask(const RowQuery& query)
{
    if (query == m_query)
        return;
    m_query = query;
    Q_EMIT queryChanged();
    run();
}

void RowFinder::search(const QString& text)
{
    if (text == m_query.search)
        return;
    m_query.search = text;
    Q_EMIT queryChanged();
    m_pause.start();
}

void RowFinder::reset()
{
    ask({});
}

void RowFinder::run()
{
    m_pause.stop();
    m_queue.cancel();
    if (!m_source.preview)
        return;
    if (m_query.plain()) {
        m_model->setOrder(nullptr);
        Q_EMIT arranged();
        return;
    }
    m_queue.run(
        [source = m_source, query = m_query](const BackgroundQueue::Job& job) {
            return std::make_shared<const RowPositions>(ui::arranged(source, query, job.stop));
        },
        [this](const Outcome<std::shared_ptr<const RowPositions>>& outcome) {
            if (!outcome.value)
                return;
            m_model->setOrder(*outcome.value);
            Q_EMIT arranged();
        });
}

} // namespace attune::ui
