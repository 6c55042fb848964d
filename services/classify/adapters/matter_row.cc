#include "services/classify/adapters/matter_row.h"

#include <charconv>
#include <cstring>
#include <string_view>

#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

using matter::Point;

std::string BytesOf(const Point& point) {
  return {reinterpret_cast<const char*>(point.data()), point.size()};
}

Point PointOf(const std::string& bytes) {
  Point point(bytes.size());
  std::memcpy(point.data(), bytes.data(), bytes.size());
  return point;
}

using Counts = std::map<std::int64_t, int>;

// "493210:3 493211:1": hours since 1970 and how many came in each.
std::string TextOf(const Counts& counts) {
  std::string text;
  for (const auto& [hour, count] : counts) {
    if (!text.empty()) text += ' ';
    text += std::to_string(hour) + ':' + std::to_string(count);
  }
  return text;
}

// What is read was written here: anything else is a broken assumption.
template <typename Number>
const char* Read(const char* begin, const char* end, Number& number) {
  const auto [after, error] = std::from_chars(begin, end, number);
  RECOURSE_CHECK(error == std::errc());
  return after;
}

Counts CountsOf(const std::string& text) {
  Counts counts;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++at) {
    std::int64_t hour = 0;
    int count = 0;
    at = Read(at, end, hour);
    RECOURSE_CHECK(at < end && *at == ':');
    at = Read(at + 1, end, count);
    counts.emplace(hour, count);
  }
  return counts;
}

template <typename To, typename Rows, typename Take>
std::vector<To> Column(const Rows& rows, Take take) {
  std::vector<To> values;
  values.reserve(rows.size());
  for (const auto& [id, value] : rows) values.push_back(take(*value));
  return values;
}

template <typename Rows>
Params BeginParams(const Rows& rows) {
  std::vector<MatterRowId> ids;
  for (const auto& [id, value] : rows) ids.push_back(id);
  return IdParams(ids);
}

}  // namespace

Params IdParams(const std::vector<MatterRowId>& ids) {
  std::vector<Uuid> files, own;
  for (const MatterRowId& id : ids) {
    files.push_back(id.file_id.uuid());
    own.push_back(id.id.uuid());
  }
  Params params;
  params.Uuids(files).Uuids(own);
  return params;
}

Params PieceParams(const PieceRows& rows) {
  Params params = BeginParams(rows);
  params.Texts(Column<std::string>(rows, [](const auto& each) { return each.category.value(); }));
  params.Times(Column<Timestamp>(rows, [](const auto& each) { return each.recorded_time; }));
  params.BytesArray(
      Column<std::string>(rows, [](const auto& each) { return BytesOf(each.point); }));
  return params;
}

Params ClusterParams(const ClusterRows& rows) {
  Params params = BeginParams(rows);
  params.Times(Column<Timestamp>(rows, [](const auto& each) { return each.joined_time; }));
  params.Texts(Column<std::string>(rows, [](const auto& each) { return TextOf(each.counts); }));
  params.BytesArray(
      Column<std::string>(rows, [](const auto& each) { return BytesOf(each.point); }));
  return params;
}

void ReadPieces(const Result& rows, matter::View& view) {
  for (int i = 0; i < rows.rows(); ++i) {
    matter::Piece piece{Category(rows.Text(i, 2)), rows.Time(i, 3), PointOf(rows.Text(i, 4))};
    view[matter::FileId(rows.Uuid(i, 0))].pieces.emplace(FeedbackId(rows.Uuid(i, 1)),
                                                         std::move(piece));
  }
}

void ReadClusters(const Result& rows, matter::View& view) {
  for (int i = 0; i < rows.rows(); ++i) {
    matter::Cluster cluster{PointOf(rows.Text(i, 4)), rows.Time(i, 2), CountsOf(rows.Text(i, 3))};
    view[matter::FileId(rows.Uuid(i, 0))].clusters.emplace(FeedbackId(rows.Uuid(i, 1)),
                                                           std::move(cluster));
  }
}

}  // namespace recourse::classify
