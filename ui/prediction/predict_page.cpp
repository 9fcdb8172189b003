#include "ui/prediction/predict_page.h"

#include "ui/comparing/comparison_desk.h"
#include "ui/comparing/comparison_legend.h"
#include "ui/explaining/attention_desk.h"
#include "ui/explaining/attribution_controls.h"
#include "ui/explaining/attribution_desk.h"
#include "ui/explaining/attribution_note.h"
#include "ui/explaining/attribution_pane.h"
#include "ui/explaining/explaining_views.h"
#include "ui/frame/buttons.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/picture.h"
#include "ui/prediction/bar_list.h"
#include "ui/prediction/sentence_pane.h"
#include "ui/words.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>

namespace attune::ui {

namespace {

constexpr int kTypingPause = 150; // milliseconds
constexpr int kAnswerWidth = 336;
constexpr qsizetype kBarsInSight = 12;

QScrollArea* scrolling(QWidget* widget)
{
    auto* area = new QScrollArea;
    area->setWidget(widget);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    widget->setAutoFillBackground(false);
    return area;
}

} // namespace

PredictPage::PredictPage(QWidget* parent)
    : QWidget(parent)
    , m_attention(new AttentionDesk(this))
    , m_attributions(new AttributionDesk(this))
    , m_comparisons(new ComparisonDesk(m_attention->selection(), this))
    , m_sources(new SourceBox)
    , m_header(new PageHeader)
    , m_pages(new QStackedWidget)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_header->setTitle(tr("Predict with"));
    m_header->addBesideTitle(m_sources);
    auto* compare = new TextLabel(tr("Com&pare with"), Type::Body, &Colours::text2);
    compare->setBuddy(m_comparisons->box());
    m_header->addBesideTitle(compare);
    m_header->addBesideTitle(m_comparisons->box());
    auto* open = flatButton(tr("Open model…"), QStringLiteral("open"), ButtonSize::Header);
    open->setObjectName(QStringLiteral("openModel"));
    open->setToolTip(tr("Any folder with a trained model, or a run."));
    m_header->addAction(open);
    m_save = flatButton(tr("S&ave picture…"), QStringLiteral("download"), ButtonSize::Header);
    m_save->setObjectName(QStringLiteral("savePicture"));
    m_save->setToolTip(tr("The answer as it stands here, with its words, scores and attention, as PNG, SVG or PDF. Each view saves its own picture and values, too."));
    m_header->addAction(m_save);
    auto* file = secondaryButton(tr("Predict a file..."), QStringLiteral("data"));
    file->setObjectName(QStringLiteral("predictFile"));
    file->setToolTip(tr("Answers every row of a CSV and writes all its columns with the predictions."));
    m_header->addAction(file);
    auto* action = new QAction(tr("Predict a &file..."), this);
    action->setToolTip(file->toolTip());
    addAction(action);
    connect(file, &QPushButton::clicked, this, &PredictPage::predictFileRequested);
    connect(action, &QAction::triggered, this, &PredictPage::predictFileRequested);

    auto* openHere = primaryButton(tr("Open model…"), QStringLiteral("open"));
    m_pages->addWidget(new EmptyState(
        QStringLiteral("predict"), tr("No model to ask yet"), tr("Train one, or open one that is trained."), openHere));
    m_pages->addWidget(body());

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_header);
    rows->addWidget(m_pages, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    connect(open, &QPushButton::clicked, this, &PredictPage::chooseModel);
    connect(m_save, &QPushButton::clicked, this, &PredictPage::choosePicture);
    connect(openHere, &QPushButton::clicked, this, &PredictPage::chooseModel);
    connect(&m_typing, &QTimer::timeout, this, [this] { ask(); });
    connect(m_sentence, &SentencePane::edited, this, [this] { m_typing.start(); });
    connect(m_sentence, &SentencePane::submitted, this, [this] {
        m_sentence->remember();
        ask();
    });
    connect(m_sources, &SourceBox::sourceChanged, this, &PredictPage::showSource);
    connect(m_comparisons, &ComparisonDesk::marked, m_bars, &BarList::setMarks);
    connect(m_comparisons, &ComparisonDesk::viewChanged, this, &PredictPage::showLower);
    connect(m_comparisons, &ComparisonDesk::failed, this, &PredictPage::failed);
    clearAnswer();
}

void PredictPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_sentence->setPageHeight(height());
}

QWidget* PredictPage::body()
{
    auto* page = new QWidget;
    auto* upper = new QHBoxLayout;
    upper->setSpacing(0);
    m_sentence = new SentencePane(m_attributions->controls(), m_attributions->note());
    upper->addWidget(m_sentence, 1);
    upper->addWidget(new Separator(Qt::Vertical));
    upper->addWidget(answerPane());
    m_lower = new QStackedWidget;
    m_lower->addWidget(new EmptyState(QStringLiteral("predict"), tr("No answer yet"),
        tr("Type a sentence: its label and what the model looked at come as you type.")));
    m_lower->addWidget(new ExplainingViews(m_attention, m_attributions->pane()));
    m_lower->addWidget(m_comparisons->view());
    m_attention->connectStrip(m_sentence->strip());
    m_attention->selection()->setUnits(m_sentence->words(), m_sentence->special());
    connect(m_attention->selection(), &AttentionSelection::choiceChanged, this, &PredictPage::completeLayer);
    connect(m_sentence, &SentencePane::unitsChanged, m_attention->selection(), &AttentionSelection::setUnits);
    connect(m_attention, &AttentionDesk::failed, this, &PredictPage::failed);
    connect(m_attributions, &AttributionDesk::attributed, m_sentence, &SentencePane::showAttributions);
    connect(m_attributions, &AttributionDesk::shown, this, [this](double seconds) {
        Q_EMIT statusChanged(tr("Answered in %1 ms, explained in %2 ms").arg(m_milliseconds).arg(std::max(1, int(seconds * 1000 + 0.5))));
    });

    auto* rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addLayout(upper);
    rows->addWidget(new Separator);
    rows->addWidget(m_lower, 1);
    return page;
}

QWidget* PredictPage::answerPane()
{
    m_label = new TextLabel({}, Type::Display);
    m_label->setObjectName(QStringLiteral("label"));
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_probability = new TextLabel({}, Type::Metric, &Colours::accent);
    m_probability->setObjectName(QStringLiteral("probability"));
    m_bars = new BarList(3);
    m_bars->setObjectName(QStringLiteral("probabilities"));
    m_barsArea = scrolling(m_bars);

    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_label, 1);
    head->addWidget(m_probability, 0, Qt::AlignBottom);
    auto* pane = new QWidget;
    pane->setFixedWidth(kAnswerWidth);
    auto* rows = new QVBoxLayout(pane);
    rows->setContentsMargins(16, 8, 16, 12);
    rows->setSpacing(8);
    rows->addLayout(head);
    rows->addWidget(m_barsArea);
    rows->addWidget(m_comparisons->legend());
    rows->addStretch(1);
    return pane;
}

void PredictPage::setTraining(bool active, bool pairs)
{
    m_trainsOnPairs = pairs;
    m_sources->setTraining(active);
    m_comparisons->setTraining(active);
    Q_EMIT liveLineChanged(m_sources->liveLine());
}

void PredictPage::setBestOfRun(const QString& runDirectory, qint64 step)
{
    const PredictionSource before = m_sources->source();
    m_sources->setBest(runDirectory, step);
    m_comparisons->setSource(m_sources->source(), m_sources->currentText()); // whose name tells the step
    Q_EMIT liveLineChanged(m_sources->liveLine());
    // The weights behind the answer on display have moved on.
    const bool moved = before.kind == PredictionSource::Kind::InTraining || before.directory == runDirectory;
    if (moved && before == m_sources->source() && m_answered)
        ask();
}

void PredictPage::openModel(const QString& directory)
{
    openModel(directory, [this, directory] { Q_EMIT modelOpened(directory); });
}

void PredictPage::openModel(const QString& directory, const std::function<void()>& opened)
{
    const auto path = toPath(directory);
    m_inspection.cancel(); // the newest choice counts
    m_inspection.run([path](const BackgroundQueue::Job&) { return core::inspectCheckpoint(core::checkpointOf(path)); },
        [this, directory, opened](const Outcome<core::CheckpointSummary>& outcome) {
            if (!outcome.value) {
                Q_EMIT failed(outcome.failure);
            } else if (!outcome.value->hasClassifier) {
                Q_EMIT failed({tr("%1 has no classifier yet.").arg(QDir(directory).dirName()),
                    tr("Choose it on the Model page and train it first."), {}});
            } else {
                m_sources->addModel(directory);
                if (opened)
                    opened();
            }
        });
}

void PredictPage::tryRun(const QString& directory, bool training)
{
    if (m_sources->choose(directory))
        return;
    if (training)
        m_sources->chooseInTraining();
    else
        openModel(directory);
}

PredictionSource PredictPage::source() const { return m_sources->source(); }

QString PredictPage::sourceName() const { return m_sources->currentText(); }

QString PredictPage::openedModel() const { return m_sources->source().directory; }

/// No focus proxy of the page: Tab would go to it past what stands above.
void PredictPage::focusSentence()
{
    m_sentence->setFocus();
}

void PredictPage::chooseModel()
{
    const QString directory = QFileDialog::getExistingDirectory(this, tr("Open a trained model or a run"));
    if (!directory.isEmpty())
        openModel(directory);
}

void PredictPage::choosePicture()
{
    connect(openPictureDialog(this), &QFileDialog::fileSelected, this, &PredictPage::savePicture);
}

void PredictPage::savePicture(const QString& file)
{
    QWidget* body = m_pages->currentWidget();
    Picture picture = pictureOf(*body, [body](QPainter& painter) { body->render(&painter, {}, {}, QWidget::DrawChildren); });
    picture.title = m_asked.text;
    if (const auto failure = attempt([&] { ui::savePicture(picture, file); }))
        Q_EMIT failed(*failure);
}

void PredictPage::ask(const QString& directory, const PredictionText& text)
{
    m_sentence->setText(text);
    if (m_sources->choose(directory))
        ask();
    else
        openModel(directory, {}); // and asks when it is there; who asks has it open already
}

void PredictPage::setEngineMissing(const Failure& failure)
{
    m_engineMissing = true;
    m_pages->insertWidget(0, new EmptyState(QStringLiteral("error"), failure.cause, failure.wayOut));
    m_pages->setCurrentIndex(0);
}

void PredictPage::showSource()
{
    const bool any = m_sources->source().kind != PredictionSource::Kind::None;
    if (!m_engineMissing)
        m_pages->setCurrentIndex(any ? 1 : 0);
    Q_EMIT liveLineChanged(m_sources->liveLine());
    m_comparisons->setSource(m_sources->source(), m_sources->currentText());
    findOutPairs();
    ask();
}

/// The second field shows by itself where the model that answers was trained on pairs; of a model that is no run nobody knows.
void PredictPage::findOutPairs()
{
    m_runReader.cancel();
    const PredictionSource source = m_sources->source();
    if (source.kind == PredictionSource::Kind::InTraining)
        m_sentence->setPair(m_trainsOnPairs);
    if (source.kind != PredictionSource::Kind::Checkpoint)
        return;
    m_runReader.run([run = toPath(source.directory)](const BackgroundQueue::Job&) { return core::readRun(run).sources.textPairColumn; },
        [this](const Outcome<std::string>& column) {
            if (column.value)
                m_sentence->setPair(!column.value->empty());
        });
}

void PredictPage::askAbout(const PredictionText& text)
{
    m_sentence->setText(text);
    ask();
}

void PredictPage::ask()
{
    m_typing.stop();
    m_newest = ++m_requests;
    m_completing = 0;
    m_asked = m_sentence->text();
    if (m_asked.second && m_asked.second->trimmed().isEmpty())
        m_asked.second.reset(); // not typed yet
    const auto nowTyped = m_asked.text.trimmed().isEmpty() ? std::nullopt : std::optional(m_asked);
    if (std::exchange(m_typed, nowTyped) != nowTyped)
        Q_EMIT typed(nowTyped);
    if (m_asked.text.trimmed().isEmpty() || m_sources->source().kind == PredictionSource::Kind::None || m_engineMissing)
        clearAnswer();
    else
        Q_EMIT predictionRequested(m_newest, m_sources->source(), m_asked, m_attention->layerInView());
}

void PredictPage::clearAnswer()
{
    m_answered = false;
    m_label->clear();
    m_probability->clear();
    m_bars->setBars({});
    m_barsArea->setFixedHeight(BarList::kRowHeight);
    m_sentence->clearTokens();
    m_attributions->clear();
    m_attention->clear();
    m_comparisons->clear();
    showLower();
}

/// What was kept of a training can be seen before anything is typed.
void PredictPage::showLower()
{
    const bool compared = m_comparisons->shown() && (m_answered || !m_comparisons->showsAnswer());
    m_save->setEnabled(m_answered || compared);
    m_lower->setCurrentIndex(compared ? 2 : m_answered ? 1 : 0);
}

/// Not of a model in training, which has gone on since it answered.
void PredictPage::completeLayer()
{
    const bool stands = m_answered && m_shown == m_newest;
    if (!stands || m_sources->source().kind != PredictionSource::Kind::Checkpoint || m_attention->holdsLayerInView())
        return;
    m_completing = ++m_requests;
    Q_EMIT layerRequested(m_completing, m_sources->source(), m_asked, m_attention->layerInView());
}

void PredictPage::showPrediction(quint64 id, const Answer& answer)
{
    if (m_completing > 0 && id == m_completing) {
        m_completing = 0;
        m_attention->complete(answer);
        return;
    }
    if (id != m_newest)
        return;
    const core::Prediction& prediction = *answer.prediction;
    m_answered = true;
    m_shown = id;
    m_sentence->show(m_asked, prediction);
    showProbabilities(prediction);
    m_attention->show(m_asked, answer);
    m_comparisons->compare(m_asked);
    showLower();
    m_milliseconds = std::max(1, int(prediction.seconds * 1000 + 0.5));
    Q_EMIT statusChanged(tr("Answered in %1 ms").arg(m_milliseconds));
    m_attributions->explain(m_sources->source(), m_asked, prediction);
    completeLayer(); // another one may have been chosen meanwhile
}

void PredictPage::showProbabilities(const core::Prediction& prediction)
{
    QList<BarList::Bar> bars;
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        bars.append({QString::fromStdString(prediction.labels[i]), prediction.probabilities[i], i == prediction.label});
    const QString label = bars.value(qsizetype(prediction.label)).name;
    const QFontMetrics metrics(m_label->font());
    m_probability->setText(percent(bars.value(qsizetype(prediction.label)).share));
    const int room = kAnswerWidth - 32 - 12 - m_probability->sizeHint().width();
    m_label->setText(metrics.elidedText(label, Qt::ElideRight, room));
    m_label->setToolTip(label);
    m_barsArea->setFixedHeight(BarList::kRowHeight * int(std::min(bars.size(), kBarsInSight)));
    m_bars->setBars(bars);
}

void PredictPage::showFailure(quint64 id, const Failure& failure)
{
    if (id != m_newest)
        return; // also where a layer could not be had: its 16 bits stay in view
    clearAnswer();
    Q_EMIT failed(failure);
}

} // namespace attune::ui
