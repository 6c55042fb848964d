#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "services/routing/domain/sla/windows.h"

namespace recourse::routing::sla {

// An instant, or why there is none.
struct DueTime {
  enum class Absence {
    kNone,        // `time` is there
    kNeverOpens,  // the calendar does not open long enough ever again
    kNotKnown,    // it lies beyond the date up to which the calendar is known
    kOutOfRange,  // it lies beyond kZoneEnd
  };
  std::optional<Timestamp> time{};
  Absence absence = Absence::kNone;
  friend bool operator==(const DueTime&, const DueTime&) = default;
};

// A calendar made ready for arithmetic on the UTC line. A value, immutable, safe to share.
//
// The line is cut into pieces. In most the offset stands still and no date is special: such a
// piece repeats its week. The days around a transition, a holiday, a special date or a closure are
// pieces that list what is open in them. Each piece knows how much was open before it, so that
// both questions are two binary searches and a division, however far apart the instants are.
class Timetable {
 public:
  // Refuses what FaultOf(calendar) refuses.
  static std::variant<Timetable, Refusal> Of(const Calendar& calendar);

  const std::string& calendar_id() const { return calendar_id_; }
  std::int64_t version() const { return version_; }

  // Permitted milliseconds in [from, to); 0 when to <= from. Nothing is permitted before kZoneBegin
  // nor beyond `end()`.
  Duration Elapsed(Timestamp from, Timestamp to) const;

  // The earliest instant at which `target` (>= 0) of permitted time has passed since `from`;
  // `from` itself for a target of 0, in and out of hours.
  DueTime Due(Timestamp from, Duration target) const;

  // The permitted time that holds `time`, or comes next after it, as far as it goes on without a
  // gap; what lies before `time` or after `limit` is cut off. None when nothing opens before it.
  std::optional<Interval> OpenFrom(Timestamp time, Timestamp limit) const;

  // Beyond this instant nothing is known: the end of known_until, or kZoneEnd.
  Timestamp end() const { return end_; }

 private:
  // Open from `from` to `to`, both since the start of its piece or of its week; `before` was open
  // in it until then. All in milliseconds.
  struct Span {
    std::int64_t from;
    std::int64_t to;
    std::int64_t before;
  };
  struct Piece {
    std::int64_t from;         // since the epoch
    std::int64_t before;       // open since the first piece
    std::int64_t phase;        // of a piece that repeats its week: where in the week it begins
    std::int64_t week_before;  // and what of that week was open until there
    std::uint32_t first;       // of a piece that lists: its spans
    std::uint32_t count;
    bool repeats;
  };
  class Builder;

  std::int64_t OpenBefore(std::int64_t time) const;
  std::int64_t InstantOf(std::int64_t open, const Piece& from) const;
  const Piece& PieceAt(std::int64_t time) const;

  std::string calendar_id_;
  std::int64_t version_ = 0;
  Timestamp end_;
  DueTime::Absence beyond_ = DueTime::Absence::kNeverOpens;
  std::int64_t week_open_ = 0;
  std::vector<Span> week_;
  std::vector<Span> listed_;
  std::vector<Piece> pieces_;  // the last has no length: it ends the table
};

}  // namespace recourse::routing::sla
