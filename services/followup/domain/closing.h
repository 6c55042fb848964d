#pragma once

#include "services/followup/domain/telling.h"

namespace recourse::followup {

// Ends an open loop without an answer; what was sent of it and not yet left is not wanted any more.
void Close(Telling& telling, const LoopId& loop_id, Verdict verdict, LoopReason reason);

// All of the file's; returns how many surveys that withdrew.
int CloseAll(Telling& telling, Verdict verdict, LoopReason reason);

// The customer can be asked no longer and did not answer.
void Expire(Telling& telling, const LoopId& loop_id);

// Makes room for one more loop.
void MakeRoomForLoop(Telling& telling);

}  // namespace recourse::followup
