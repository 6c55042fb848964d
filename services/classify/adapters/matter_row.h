#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/classify/domain/matter/decide.h"
#include "services/common/postgres/connection.h"

namespace recourse::classify {

// Rows of `matter_pieces` and `matter_clusters`, both ways.

struct MatterRowId {
  matter::FileId file_id;
  FeedbackId id;  // the piece's, or the cluster's
};
using PieceRows = std::vector<std::pair<MatterRowId, const matter::Piece*>>;
using ClusterRows = std::vector<std::pair<MatterRowId, const matter::Cluster*>>;

// Columns as arrays, for unnest, in the order of the tables.
Params IdParams(const std::vector<MatterRowId>& ids);
Params PieceParams(const PieceRows& rows);
Params ClusterParams(const ClusterRows& rows);

void ReadPieces(const Result& rows, matter::View& view);
void ReadClusters(const Result& rows, matter::View& view);

}  // namespace recourse::classify
