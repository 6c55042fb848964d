#pragma once

#include <optional>
#include <string>

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// What the rows of files, loops and deliveries keep (recourse.followup.v1.FileRecord, LoopRecord,
// DeliveryRecord) and values of the domain, both ways. Nothing where the bytes are no such record.
// Thread-safe.

// A file without its loops and deliveries: a customer's contacts and preference, or a digest.
std::string EncodeFile(const State& state);
std::optional<State> DecodeFile(const std::string& bytes);

std::string EncodeLoop(const Loop& loop);
std::optional<Loop> DecodeLoop(const std::string& bytes);

std::string EncodeDelivery(const Delivery& delivery);
std::optional<Delivery> DecodeDelivery(const std::string& bytes);

}  // namespace recourse::followup
