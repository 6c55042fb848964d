#include <charconv>

#include "services/kpi/adapters/proto_values.h"
#include "services/kpi/adapters/query_codec.h"

namespace recourse::kpi {
namespace {

std::optional<Side> SideOf(v1::ContributorSide side) {
  switch (side) {
    case v1::CONTRIBUTOR_SIDE_UNSPECIFIED:
      return Side::kBoth;
    case v1::CONTRIBUTOR_SIDE_NUMERATOR:
      return Side::kNumerator;
    case v1::CONTRIBUTOR_SIDE_DENOMINATOR:
      return Side::kDenominator;
    default:
      return std::nullopt;
  }
}

// The number up to the next dot; what was read is taken away from the text.
std::optional<Timestamp> TakeTime(std::string_view& text) {
  std::int64_t ms = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (error != std::errc() || stop == text.data() + text.size() || *stop != '.') {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
  return Timestamp(Duration(ms));
}

// When the window ends, and the last contributor of the page before:
// 1764000000000.1763999999000.<uuid>
std::string TokenOf(const ListQuery& query, const Contributor& last) {
  return std::to_string(query.time.time_since_epoch().count()) + "." +
         std::to_string(last.time.time_since_epoch().count()) + "." + ToString(last.subject.id);
}

bool ReadToken(std::string_view token, ListQuery& query) {
  const auto time = TakeTime(token);
  const auto last_time = time ? TakeTime(token) : std::nullopt;
  const auto subject_id = last_time ? ParseUuid(token) : std::nullopt;
  if (!subject_id) return false;
  query.time = *time;
  query.after = ListPlace{*last_time, *subject_id};
  return true;
}

}  // namespace

std::variant<ListQuery, QueryFault> ListQueryOf(const v1::ListContributorsRequest& request,
                                                Timestamp now) {
  auto query = QueryOf(request.of());
  if (const auto* fault = std::get_if<QueryFault>(&query)) return *fault;
  ListQuery list{{}, std::get<KpiQuery>(std::move(query)), Side::kBoth, now};
  if (list.query.names.size() != 1) {
    return QueryFault{"name-missing", "name the one measure whose tickets are to be listed"};
  }
  if (list.query.group != Group::kNone) {
    return QueryFault{"group-unknown",
                      "a list is of one number: name its branch, region or "
                      "category instead of a group"};
  }
  const auto side = SideOf(request.side());
  if (!side) return QueryFault{"side-unknown", "ask for one of the sides of ContributorSide"};
  if (request.page_size() < 0 || request.page_size() > kPageMax) {
    return QueryFault{"page-size-out-of-range",
                      "a page has 1 to " + std::to_string(kPageMax) + " contributors"};
  }
  list.name = {*list.query.names.begin(), request.provisional()};
  list.side = *side;
  list.page_size = request.page_size() == 0 ? kPageDefault : request.page_size();
  if (!request.page_token().empty() && !ReadToken(request.page_token(), list)) {
    return QueryFault{"page-token-unknown", "page_token is none that this service gave"};
  }
  return list;
}

v1::ListContributorsResponse Encode(const ContributorPage& page, const ListQuery& query) {
  v1::ListContributorsResponse out;
  for (const Contributor& each : page.contributors) {
    auto* contributor = out.add_contributors();
    const bool ticket = !each.subject.number.empty();
    const std::string id = each.subject.id == Uuid{} ? "" : ToString(each.subject.id);
    ticket ? contributor->set_ticket_id(id) : contributor->set_feedback_id(id);
    contributor->set_number(each.subject.number);
    contributor->set_numerator(each.numerator);
    contributor->set_denominator(each.denominator);
    SetTime(each.time, *contributor->mutable_time());
    contributor->set_branch_id(each.branch_id);
    contributor->set_category(each.category);
    contributor->set_region_id(each.region_id);
  }
  if (page.more) out.set_next_page_token(TokenOf(query, page.contributors.back()));
  if (page.kpi) *out.mutable_listed() = Encode(*page.kpi, page.freshness);
  return out;
}

}  // namespace recourse::kpi
