#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "services/classify/domain/model/hashing.h"
#include "services/classify/domain/model/vocabulary.h"

namespace recourse::classify {

inline constexpr std::size_t kSlotsAhead = 12;  // so many features ahead their slots are fetched

// Runs of `size` pieces: `pending` are those whose both parts, one piece shorter, are there.
// `pieces` ends in one that is joined with nothing.
inline void Lengthen(Refilled<Piece>& pieces, std::uint32_t size, bool looked_up,
                     Refilled<Pending>& pending) {
  pending.Clear();
  if (pieces.size() <= size) return;
  const Piece* const end = pieces.end() - size;
  std::uint32_t first = 0;
  for (Piece* piece = pieces.begin(); piece != end; ++piece, ++first) {
    if (size > 1) {
      piece->alive = piece->alive & piece[1].alive & (size > 2 || piece->joined);
      if (!piece->alive) continue;
      piece->state = Mix(piece->state, piece[size - 1].hash);
      piece->has = piece->has | piece[size - 1].own;
    }
    if (looked_up & piece->has) pending.Put({Finish(piece->state), first, first + size - 1});
  }
}

// Calls found(row, pending) for each; kNoRow is of one that training never saw.
template <typename Found>
void LookUp(std::span<const Slot> slots, const Refilled<Pending>& pending, Found found) {
  for (std::size_t k = 0; k < pending.size(); ++k) {
    if (k + kSlotsAhead < pending.size()) {
      __builtin_prefetch(&slots[Home(pending[k + kSlotsAhead].hash, slots.size())]);
    }
    found(FindRow(slots, pending[k].hash), pending[k]);
  }
}

// Calls found(row, pending) for each run of `least` to `most` pieces that training saw, those of
// one piece where `first` is 1. A longer run is looked for only where both of its parts are there.
template <typename Found>
void FindRuns(std::span<const Slot> slots, std::uint32_t first, std::uint32_t least,
              std::uint32_t most, Scratch& scratch, Found found) {
  auto& pieces = scratch.pieces;
  auto& pending = scratch.pending;
  for (std::uint32_t size = first; size <= most; ++size) {
    Lengthen(pieces, size, size >= least, pending);
    LookUp(slots, pending, [&](std::uint32_t row, const Pending& run) {
      pieces[run.first].alive = row != kNoRow;
      if (row != kNoRow) found(row, run);
    });
  }
}

}  // namespace recourse::classify
