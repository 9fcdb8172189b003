#pragma once

#include "core/runs/schedule.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

/// The learning rate over the whole run as a small picture; while it trains, what is still to come is dotted.
class SchedulePreview : public QWidget {
    Q_OBJECT
public:
    explicit SchedulePreview(QWidget* parent = nullptr);
    void setSchedule(const core::Schedule& schedule, std::int64_t stepsPerEpoch);
    void setStep(std::optional<std::int64_t> step); ///< of the run in progress
    const core::Schedule& schedule() const { return m_schedule; }
    QSize sizeHint() const override { return {200, 52}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void describe();
    QRectF placeFor(double width, const QRectF& area, const QPointF& dot) const;
    QPolygonF curve(const QRectF& area, std::int64_t first, std::int64_t last) const;

    core::Schedule m_schedule;
    std::int64_t m_stepsPerEpoch = 0;
    std::optional<std::int64_t> m_step;
};

} // namespace attune::ui
