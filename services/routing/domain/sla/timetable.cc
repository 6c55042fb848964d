#include "services/routing/domain/sla/timetable.h"

#include <algorithm>

namespace recourse::routing::sla {
namespace {

constexpr std::int64_t kWeek = std::chrono::milliseconds(std::chrono::days(7)).count();
constexpr Duration kMillisecond{1};

std::int64_t Count(Timestamp time) { return time.time_since_epoch().count(); }
Timestamp At(std::int64_t count) { return Timestamp(Duration(count)); }

// How much of the first `time` of a piece or week is open.
template <typename Spans>
std::int64_t OpenIn(const Spans& spans, std::int64_t time) {
  auto next = std::upper_bound(spans.begin(), spans.end(), time,
                               [](std::int64_t t, const auto& span) { return t < span.from; });
  if (next == spans.begin()) return 0;
  const auto& span = *--next;
  return span.before + std::min(time, span.to) - span.from;
}

// The first moment of a piece or week by which `open` > 0 of it was open.
template <typename Spans>
std::int64_t MomentOf(const Spans& spans, std::int64_t open) {
  auto next = std::lower_bound(spans.begin(), spans.end(), open,
                               [](const auto& span, std::int64_t o) { return span.before < o; });
  const auto& span = *--next;
  return span.from + open - span.before;
}

template <typename Span>
struct Listed {
  const Span* first;
  std::size_t count;
  const Span* begin() const { return first; }
  const Span* end() const { return first + count; }
};

}  // namespace

// The piece that holds `time`, which lies in the table.
const Timetable::Piece& Timetable::PieceAt(std::int64_t time) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), time,
                       [](std::int64_t t, const Piece& piece) { return t < piece.from; });
  return *(after - 1);
}

std::int64_t Timetable::OpenBefore(std::int64_t time) const {
  if (time <= pieces_.front().from) return 0;
  if (time >= pieces_.back().from) return pieces_.back().before;
  const Piece& piece = PieceAt(time);
  const std::int64_t into = time - piece.from;
  if (!piece.repeats) {
    return piece.before + OpenIn(Listed<Span>{listed_.data() + piece.first, piece.count}, into);
  }
  const std::int64_t moment = piece.phase + into;
  return piece.before + moment / kWeek * week_open_ + OpenIn(week_, moment % kWeek) -
         piece.week_before;
}

// The first instant by which `open` was open since the table began; it lies in `piece`.
std::int64_t Timetable::InstantOf(std::int64_t open, const Piece& piece) const {
  const std::int64_t rest = open - piece.before;
  if (!piece.repeats) {
    return piece.from + MomentOf(Listed<Span>{listed_.data() + piece.first, piece.count}, rest);
  }
  const std::int64_t of_weeks = rest + piece.week_before;
  const std::int64_t weeks = (of_weeks - 1) / week_open_;
  return piece.from - piece.phase + weeks * kWeek + MomentOf(week_, of_weeks - weeks * week_open_);
}

Duration Timetable::Elapsed(Timestamp from, Timestamp to) const {
  if (to <= from) return Duration(0);
  return Duration(OpenBefore(Count(to)) - OpenBefore(Count(from)));
}

DueTime Timetable::Due(Timestamp from, Duration target) const {
  if (target <= Duration(0)) return {from};
  const std::int64_t before = OpenBefore(Count(from));
  if (target.count() > pieces_.back().before - before) return {std::nullopt, beyond_};
  const std::int64_t goal = before + target.count();
  const auto next =
      std::lower_bound(pieces_.begin(), pieces_.end(), goal,
                       [](const Piece& piece, std::int64_t open) { return piece.before < open; });
  return {At(InstantOf(goal, *(next - 1)))};
}

std::optional<Interval> Timetable::OpenFrom(Timestamp time, Timestamp limit) const {
  const auto first = Due(time, kMillisecond).time;
  if (!first || *first - kMillisecond >= limit) return std::nullopt;
  const Timestamp from = *first - kMillisecond;
  // While it is open without a gap as much is open as time passes: halve what is left.
  Timestamp open = *first, shut = limit + kMillisecond;
  while (shut - open > kMillisecond) {
    const Timestamp middle = open + (shut - open) / 2;
    (Elapsed(from, middle) == middle - from ? open : shut) = middle;
  }
  return Interval{from, open};
}

}  // namespace recourse::routing::sla
